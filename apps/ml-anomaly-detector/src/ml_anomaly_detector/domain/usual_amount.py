from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Below this relative deviation, amounts count as equal: a fee of 10.00 that was 10.05 once is nothing unusual.
FLOOR_PERCENT = 1


@dataclass(frozen=True, slots=True)
class UsualAmount:
    """Where the amounts of a group lie, resistant to outliers: up to half of the sample may be anything.

    All values are minor units. `spread_minor` is the median absolute deviation with a floor of 1 % of the median and
    of 1 minor unit, since more than half equal amounts have a deviation of 0.
    """

    sample_count: int
    median_minor: int
    median_absolute_deviation_minor: int
    spread_minor: int


def usual_amount(amounts: NDArray[np.int64]) -> UsualAmount:
    """`amounts`: shape (n,), n >= 1, all of one sign, at most 18 digits each."""
    median = median_minor(amounts)
    deviation = median_minor(np.abs(amounts - median))
    return UsualAmount(len(amounts), median, deviation, max(deviation, abs(median) * FLOOR_PERCENT // 100, 1))


def median_minor(values: NDArray[np.int64]) -> int:
    """The middle value; of an even number the mean of the middle two, rounded down. Exact, unlike numpy's median."""
    upper = len(values) // 2
    lower = (len(values) - 1) // 2
    ordered = np.partition(values, (lower, upper))
    return (int(ordered[lower]) + int(ordered[upper])) // 2

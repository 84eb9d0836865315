import statistics

import numpy as np
import pytest

from ml_anomaly_detector.domain.usual_amount import median_minor, usual_amount


def amounts(*values: int) -> "np.typing.NDArray[np.int64]":
    return np.array(values, dtype=np.int64)


def test_half_of_the_sample_may_be_anything() -> None:
    usual = usual_amount(amounts(100, 101, 99, 10**9, 10**9))
    assert usual.median_minor == 101
    assert usual.median_absolute_deviation_minor == 2


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 2, 7, 8, 101])
def test_agrees_with_the_definition(seed: int, count: int) -> None:
    values = np.random.default_rng(seed).integers(1, 10**6, count)
    median = int(statistics.median_low(values) + statistics.median_high(values)) // 2
    deviations = [abs(int(value) - median) for value in values]
    usual = usual_amount(values)
    assert usual.median_minor == median
    expected = (statistics.median_low(deviations) + statistics.median_high(deviations)) // 2
    assert usual.median_absolute_deviation_minor == expected


def test_is_exact_where_floating_point_is_not() -> None:
    assert median_minor(amounts(999_999_999_999_999_999, 999_999_999_999_999_997)) == 999_999_999_999_999_998


def test_constant_amounts_have_a_spread_of_1_percent_or_1_unit() -> None:
    assert usual_amount(amounts(*[-100_000] * 9)).spread_minor == 1000
    assert usual_amount(amounts(*[5] * 9)).spread_minor == 1

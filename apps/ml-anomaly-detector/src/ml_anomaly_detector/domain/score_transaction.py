from dataclasses import dataclass

from .transaction import Transaction
from .usual_amount import UsualAmount

# Makes the median absolute deviation of a normal distribution its standard deviation, and 3.5 the usual threshold:
# B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993.
NORMAL_CONSISTENCY = 0.6745
UNUSUAL_FROM = 3.5
SCORE_MAX = 1000.0
# Fewer say nothing about what is usual.
SAMPLE_MIN = 8


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Score:
    """`score` is the absolute robust z-score, at most 1000; `unusual` is never set on too small a sample."""

    transaction: Transaction
    score: float
    unusual: bool
    usual: UsualAmount
    reasons: tuple[Reason, ...]


def score_transaction(transaction: Transaction, usual: UsualAmount) -> Score:
    """How far the amount is from what its peers usually have, and why."""
    distance = abs(transaction.amount_minor) - abs(usual.median_minor)
    # Rounded first, so that what is shown and what is judged never differ.
    score = round(min(NORMAL_CONSISTENCY * abs(distance) / usual.spread_minor, SCORE_MAX), 4)
    is_judged = usual.sample_count >= SAMPLE_MIN
    unusual = is_judged and score >= UNUSUAL_FROM
    return Score(transaction, score, unusual, usual, tuple(_reasons(usual, distance, unusual=unusual)))


def _reasons(usual: UsualAmount, distance: int, *, unusual: bool) -> list[Reason]:
    if usual.sample_count < SAMPLE_MIN:
        message = f"The account has {usual.sample_count} such transactions; fewer than {SAMPLE_MIN} say nothing."
        return [Reason("few_transactions", message)]
    if not unusual:
        return [Reason("usual_amount", "The amount is within what the account usually shows.")]
    times = _times(abs(distance), usual.spread_minor)
    kind, where = ("amount_above_usual", "larger") if distance > 0 else ("amount_below_usual", "smaller")
    reasons = [Reason(kind, f"The amount is {where} than the account's median by {times} times the usual deviation.")]
    if usual.median_absolute_deviation_minor == 0:
        reasons.append(Reason("constant_amounts", "More than half of the account's such transactions are equal."))
    return reasons


def _times(distance: int, spread: int) -> str:
    times = distance / spread
    return f"{times:.1f}" if times < 1000 else "more than 1000"

import pytest

from ml_anomaly_detector.domain.score_transaction import SCORE_MAX, Score, score_transaction
from ml_anomaly_detector.domain.transaction import Peers, Transaction
from ml_anomaly_detector.domain.usual_amount import UsualAmount


def scored(amount_minor: int, median: int = 10_000, deviation: int = 1_000, count: int = 100) -> Score:
    usual = UsualAmount(count, median, deviation, max(deviation, abs(median) // 100, 1))
    return score_transaction(Transaction("t", amount_minor, Peers("a", "EUR", amount_minor >= 0)), usual)


def codes(score: Score) -> list[str]:
    return [reason.code for reason in score.reasons]


@pytest.mark.parametrize(
    ("amount", "score", "unusual", "code"),
    [
        (10_000, 0.0, False, "usual_amount"),
        (15_000, 3.3725, False, "usual_amount"),
        (15_189, 3.5, True, "amount_above_usual"),
        (20_000, 6.745, True, "amount_above_usual"),
        (1_000, 6.0705, True, "amount_below_usual"),
    ],
)
def test_scores_by_the_distance_from_the_median(amount: int, score: float, unusual: bool, code: str) -> None:
    found = scored(amount)
    assert (found.score, found.unusual, codes(found)) == (pytest.approx(score, abs=1e-3), unusual, [code])


def test_treats_debits_as_it_treats_credits() -> None:
    assert scored(-20_000, median=-10_000).score == scored(20_000).score
    assert codes(scored(-20_000, median=-10_000)) == ["amount_above_usual"]


def test_never_exceeds_the_contracts_maximum() -> None:
    found = scored(10**18 - 1, median=1, deviation=0)
    assert found.score == SCORE_MAX
    assert "more than 1000 times" in found.reasons[0].message


def test_says_that_amounts_are_otherwise_equal() -> None:
    assert codes(scored(11_000, deviation=0)) == ["amount_above_usual", "constant_amounts"]


def test_calls_nothing_unusual_on_a_handful_of_transactions() -> None:
    found = scored(10**9, count=7)
    assert (found.unusual, codes(found)) == (False, ["few_transactions"])

from service_kit_py.contracts import (
    AnomalyExplanation,
    AnomalyReason,
    AnomalyScore,
    Money,
    ScoreRequest,
    ScoreResponse,
)
from service_kit_py.principal import Principal

from ml_anomaly_detector.domain.score_transaction import Score, score_transaction
from ml_anomaly_detector.domain.transactions import Transactions
from ml_anomaly_detector.domain.usual_amount import usual_amount


def score_transactions(transactions: Transactions, principal: Principal, request: ScoreRequest) -> ScoreResponse:
    """Scores in the order asked for; ids that the caller's tenant does not have are named, not scored."""
    asked = request.transaction_ids
    found = {transaction.transaction_id: transaction for transaction in transactions.find(principal.tenant_id, asked)}
    amounts = transactions.recent_amounts(principal.tenant_id, {transaction.peers for transaction in found.values()})
    usual = {peers: usual_amount(sample) for peers, sample in amounts.items()}
    scores = [
        score_transaction(transaction, usual[transaction.peers])
        for transaction in (found.get(transaction_id) for transaction_id in asked)
        if transaction is not None
    ]
    unknown = [transaction_id for transaction_id in asked if transaction_id not in found]
    return ScoreResponse(scores=[_shown(score) for score in scores], unknownIds=unknown)


def _shown(score: Score) -> AnomalyScore:
    peers = score.transaction.peers
    explanation = AnomalyExplanation(
        accountId=peers.account_id,
        sampleCount=score.usual.sample_count,
        median=_money(score.usual.median_minor, peers.currency),
        medianAbsoluteDeviation=_money(score.usual.median_absolute_deviation_minor, peers.currency),
        reasons=[AnomalyReason(code=reason.code, message=reason.message) for reason in score.reasons],
    )
    return AnomalyScore(
        transactionId=score.transaction.transaction_id,
        score=score.score,
        unusual=score.unusual,
        explanation=explanation,
    )


def _money(amount_minor: int, currency: str) -> Money:
    return Money(amountMinor=str(amount_minor), currency=currency)

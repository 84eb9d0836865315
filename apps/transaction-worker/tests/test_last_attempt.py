import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn
from uuid import UUID, uuid4

import pytest
from service_kit_py.contracts import StatementReceived
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.queue_message import Poison, QueueMessage

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.received_statement import ReceivedStatement
from transaction_worker.domain.statement_error import StatementError
from transaction_worker.domain.statement_format import StatementFormat
from transaction_worker.queue.attempts_max import attempts_max
from transaction_worker.queue.ingest_metrics import IngestMetrics
from transaction_worker.queue.ingest_statement import MESSAGES, IngestStatement

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class OneStatement:
    """Implements UnreadStatements: one statement, of which `rejections` tells what became."""

    def __init__(self, *, is_settled_meanwhile: bool = False) -> None:
        self.rejections: list[tuple[str, str]] = []
        self._is_settled_meanwhile = is_settled_meanwhile

    def find(self, tenant_id: UUID, statement_id: UUID) -> ReceivedStatement:
        return ReceivedStatement(
            tenant_id=tenant_id,
            statement_id=statement_id,
            source_kind="bank",
            format=None,
            file_name="statement.csv",
            object_key="key",
            sha256=bytes(32),
            size_bytes=1,
            mapping=None,
            is_open=True,
        )

    def store_entries(
        self, statement: ReceivedStatement, format_found: StatementFormat, entries: Iterable[Entry]
    ) -> NoReturn:
        raise AssertionError("nothing was read")

    def reject(self, statement: ReceivedStatement, error: StatementError) -> NoReturn:
        raise AssertionError("no fault of the file")

    def reject_unread(self, statement: ReceivedStatement, code: str, message: str) -> bool:
        if self._is_settled_meanwhile:
            return False
        self.rejections.append((code, message))
        return True


class FailingFiles:
    """Implements StatementFiles."""

    def fetch(self, statement: ReceivedStatement) -> BinaryIO:
        raise UnicodeError("surprise")


def handle(statements: OneStatement, attempt: int, attempts: int | None) -> Poison | None:
    event = StatementReceived.model_validate(
        {
            "id": str(uuid4()),
            "type": "statement.received",
            "tenantId": str(uuid4()),
            "occurredAt": "2026-11-24T10:00:00.000Z",
            "traceparent": None,
            "data": {"statementId": str(uuid4()), "sourceKind": "bank", "objectKey": "key", "sizeBytes": 1},
        }
    )
    metrics = IngestMetrics(ServiceMetrics("test"))
    ingest = IngestStatement(statements, FailingFiles(), metrics, lambda: attempts)
    return ingest(event, QueueMessage("id", "handle", "body", attempt))


@pytest.mark.parametrize(("attempt", "attempts"), [(1, 5), (4, 5), (1000, None)])
def test_leaves_a_surprise_to_the_next_attempt(attempt: int, attempts: int | None) -> None:
    statements = OneStatement()
    with pytest.raises(UnicodeError):
        handle(statements, attempt, attempts)
    assert statements.rejections == []


@pytest.mark.parametrize("attempt", [5, 6])
def test_rejects_the_statement_at_the_last_attempt(attempt: int) -> None:
    statements = OneStatement()
    assert handle(statements, attempt, 5) == Poison("reading_failed", "UnicodeError('surprise')")
    assert statements.rejections == [("reading_failed", MESSAGES["reading_failed"])]


def test_a_statement_that_another_delivery_settled_is_done() -> None:
    assert handle(OneStatement(is_settled_meanwhile=True), 5, 5) is None


def test_the_queue_says_how_many_attempts_there_are(sqs: "SQSClient") -> None:
    dead = sqs.create_queue(QueueName=f"{uuid4()}-dead-letter")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy: Any = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})}
    queue = sqs.create_queue(QueueName=str(uuid4()), Attributes=policy)["QueueUrl"]
    assert (attempts_max(sqs, queue), attempts_max(sqs, dead)) == (3, None)

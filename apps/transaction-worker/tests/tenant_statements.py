import hashlib
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb
from service_kit_py.testing.backing_services import BackingServices

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

QUEUE = "fintrack-transactions"


class TenantStatements:
    """Uploads statements as reconciliation-service does, and sees what became of them; all of one tenant."""

    def __init__(self, services: BackingServices, s3: "S3Client", sqs: "SQSClient", tenant_id: UUID) -> None:
        self.services = services
        self.s3 = s3
        self.sqs = sqs
        self.tenant_id = tenant_id

    def upload(self, content: bytes, **column: Any) -> UUID:
        """Stores object and row; sends nothing."""
        statement_id = uuid4()
        row = {
            "source_kind": "bank",
            "file_name": "statement.csv",
            "object_key": f"{self.tenant_id}/{statement_id}",
            "sha256": hashlib.sha256(content).digest(),
            "size_bytes": len(content),
            "mapping": None,
            **column,
        }
        self.s3.put_object(Bucket=self.services.bucket, Key=row["object_key"], Body=content)
        mapping = None if row["mapping"] is None else Jsonb(row["mapping"])
        values = [row[name] for name in ("source_kind", "file_name", "object_key", "sha256", "size_bytes")]
        self.execute(
            "insert into statements (tenant_id, statement_id, source_kind, file_name, object_key, sha256, size_bytes,"
            " mapping, uploaded_by) values (%s, %s, %s, %s, %s, %s, %s, %s, 'test')",
            [self.tenant_id, statement_id, *values, mapping],
        )
        return statement_id

    def announce(self, statement_id: UUID) -> None:
        envelope = {
            "id": str(uuid4()),
            "type": "statement.received",
            "tenantId": str(self.tenant_id),
            "occurredAt": "2026-11-24T10:00:00.000Z",
            "traceparent": None,
            "data": {"statementId": str(statement_id), "sourceKind": "bank", "objectKey": "key", "sizeBytes": 1},
        }
        self.sqs.send_message(QueueUrl=self.services.queue_urls[QUEUE], MessageBody=json.dumps(envelope))

    def execute(self, sql: str, parameters: Any = ()) -> list[Any]:
        with psycopg.connect(self.services.app_url, options="-c search_path=fintrack") as connection:
            connection.execute("select set_config('fintrack.tenant_id', %s, true)", [str(self.tenant_id)])
            cursor = connection.execute(sql, parameters)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def status(self, statement_id: UUID) -> str:
        return str(self.execute("select status from statements where statement_id = %s", [statement_id])[0][0])

    def wait_settled(self, statement_id: UUID, seconds: float = 30) -> str:
        wait_until(lambda: self.status(statement_id) != "received", seconds)
        return self.status(statement_id)

    def transaction_totals(self) -> tuple[int, int]:
        """Number and sum of all transactions."""
        [(count, total)] = self.execute("select count(*), coalesce(sum(amount_minor), 0)::bigint from transactions")
        return count, total

    def receive(self, queue: str, wait_seconds: int = 10) -> list[Any]:
        """The messages of this tenant, deleted; waits for the first."""
        url = self.services.queue_urls.get(queue) or self.services.queue_urls[QUEUE].replace(QUEUE, queue)
        found: list[Any] = []
        end = time.monotonic() + wait_seconds
        while time.monotonic() < end and not found:
            answer = self.sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"]
            )
            for message in answer.get("Messages", []):
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                if str(self.tenant_id) in message["Body"]:
                    found.append(message)
        return found

    def messages_left(self) -> int:
        names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        url = self.services.queue_urls[QUEUE]
        attributes = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(attributes[name]) for name in names)


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)


def csv_statement(count: int, first: int = 0) -> tuple[bytes, int]:
    """A ledger of `count` different entries over two months, and the sum of their minor units."""
    lines = ["date,amount,currency,reference,description,counterparty,account"]
    total = 0
    for number in range(first, first + count):
        minor = number * 7 - 300_000
        total += minor
        sign = "-" if minor < 0 else ""
        amount = f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"
        day = number % 28 + 1
        month = number % 2 + 9
        texts = f"E2E-{number:08d},Invoice {number},Customer {number % 500},DE89370400440532013000"
        lines.append(f"2026-{month:02d}-{day:02d},{amount},EUR,{texts}")
    return ("\n".join(lines) + "\n").encode(), total

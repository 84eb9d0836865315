import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service_kit_py.config import Config
from service_kit_py.database import Database, check_database, in_tenant, open_database
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.outbox import append_to_outbox
from service_kit_py.outbox_relay import OutboxRelay
from service_kit_py.testing.backing_services import BackingServices
from service_kit_py.trace_context import trace_context

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MATCHES, NOTIFICATIONS = "fintrack-matches", "fintrack-notifications"


@pytest.fixture
def database(backing_services: BackingServices) -> Iterator[Database]:
    environment = backing_services.service_environment()
    values: dict[str, Any] = {**environment, "DB_PORT": int(environment["DB_PORT"]), "DB_POOL_MAX": 4}
    config = Config({**values, "DB_TLS": False, "DB_STATEMENT_TIMEOUT_MS": 10_000})
    with open_database(config, "test", ServiceMetrics("test")) as database:
        yield database


@pytest.fixture
def relay(backing_services: BackingServices, database: Database, sqs: "SQSClient") -> OutboxRelay:
    urls = backing_services.queue_urls
    for queue in (MATCHES, NOTIFICATIONS):
        receive(sqs, urls[queue])
    queues = {"transaction.ingested": [urls[MATCHES]], "statement.rejected": [urls[NOTIFICATIONS]]}
    return OutboxRelay(database, sqs, queues, ServiceMetrics("test"))


def receive(sqs: "SQSClient", url: str, wait_seconds: int = 0) -> list[Any]:
    """All messages, deleted."""
    messages: list[Any] = []
    while True:
        answer = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=wait_seconds, MessageAttributeNames=["All"]
        )
        if not answer.get("Messages"):
            return messages
        wait_seconds = 0
        for message in answer["Messages"]:
            messages.append(message)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def pending(database: Database, tenant_id: UUID) -> int:
    with in_tenant(database, tenant_id) as connection:
        row = connection.execute("select count(*) from outbox").fetchone()
    return 0 if row is None else int(row[0])


def test_sends_each_event_to_its_queue_in_the_envelope_and_deletes_it(
    backing_services: BackingServices, database: Database, relay: OutboxRelay, sqs: "SQSClient", tenant_id: UUID
) -> None:
    with trace_context(None) as trace, in_tenant(database, tenant_id) as connection:
        event_id = append_to_outbox(connection, tenant_id, "transaction.ingested", {"newCount": 2})
        append_to_outbox(connection, tenant_id, "statement.rejected", {"fileName": "ä"})
    relay.send_pending()
    [message] = receive(sqs, backing_services.queue_urls[MATCHES])
    envelope = json.loads(message["Body"])
    assert envelope.pop("occurredAt").endswith("Z")
    assert envelope == {
        "id": str(event_id),
        "type": "transaction.ingested",
        "tenantId": str(tenant_id),
        "traceparent": trace.traceparent,
        "data": {"newCount": 2},
    }
    assert message["MessageAttributes"]["traceparent"]["StringValue"] == trace.traceparent
    [rejected] = receive(sqs, backing_services.queue_urls[NOTIFICATIONS])
    assert json.loads(rejected["Body"])["data"] == {"fileName": "ä"}
    assert pending(database, tenant_id) == 0


def test_sends_nothing_of_a_transaction_that_was_rolled_back(
    backing_services: BackingServices, database: Database, relay: OutboxRelay, sqs: "SQSClient", tenant_id: UUID
) -> None:
    with pytest.raises(RuntimeError), in_tenant(database, tenant_id) as connection:
        append_to_outbox(connection, tenant_id, "transaction.ingested", {})
        raise RuntimeError
    relay.send_pending()
    assert receive(sqs, backing_services.queue_urls[MATCHES]) == []


def test_leaves_events_of_other_services_to_their_relays(
    database: Database, relay: OutboxRelay, tenant_id: UUID
) -> None:
    with in_tenant(database, tenant_id) as connection:
        append_to_outbox(connection, tenant_id, "reconciliation.completed", {})
    relay.send_pending()
    assert pending(database, tenant_id) == 1


def test_keeps_an_event_whose_queue_does_not_take_it(
    backing_services: BackingServices, database: Database, sqs: "SQSClient", tenant_id: UUID
) -> None:
    missing = backing_services.queue_urls[MATCHES] + "-missing"
    relay = OutboxRelay(database, sqs, {"transaction.ingested": [missing]}, ServiceMetrics("test"))
    with in_tenant(database, tenant_id) as connection:
        append_to_outbox(connection, tenant_id, "transaction.ingested", {})
    relay.send_pending()
    assert pending(database, tenant_id) == 1
    with in_tenant(database, tenant_id) as connection:
        connection.execute("delete from outbox")


def test_skips_events_that_another_relay_is_sending(
    backing_services: BackingServices, database: Database, relay: OutboxRelay, sqs: "SQSClient", tenant_id: UUID
) -> None:
    with in_tenant(database, tenant_id) as connection:
        append_to_outbox(connection, tenant_id, "transaction.ingested", {})
    with in_tenant(database, tenant_id) as other:
        other.execute("select from outbox for update")
        relay.send_pending()
        assert receive(sqs, backing_services.queue_urls[MATCHES]) == []
    relay.send_pending()
    assert len(receive(sqs, backing_services.queue_urls[MATCHES])) == 1


def test_sends_without_waiting_once_it_is_nudged_and_the_rest_before_it_stops(
    backing_services: BackingServices, database: Database, relay: OutboxRelay, sqs: "SQSClient", tenant_id: UUID
) -> None:
    relay.start()
    with in_tenant(database, tenant_id) as connection:
        for number in range(25):
            append_to_outbox(connection, tenant_id, "transaction.ingested", {"number": number})
    relay.nudge()
    relay.stop(10)
    sent = [
        json.loads(message["Body"])["data"]["number"] for message in receive(sqs, backing_services.queue_urls[MATCHES])
    ]
    assert sorted(sent) == list(range(25))


def test_a_tenant_sees_no_row_of_another(database: Database, tenant_id: UUID) -> None:
    with in_tenant(database, tenant_id) as connection:
        append_to_outbox(connection, tenant_id, "reconciliation.completed", {})
    assert pending(database, UUID(int=1)) == 0
    check_database(database)

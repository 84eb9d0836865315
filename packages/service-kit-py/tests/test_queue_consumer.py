import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from threading import Event as Signal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from service_kit_py.contracts import StatementReceived
from service_kit_py.envelope import decode_envelope
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.queue_consumer import QueueConsumer
from service_kit_py.queue_message import Poison, QueueMessage
from service_kit_py.testing.backing_services import BackingServices
from service_kit_py.trace_context import current_tenant_id, current_trace

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

TENANT = "11111111-1111-4111-8111-111111111111"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
STATEMENT = "22222222-2222-4222-8222-222222222222"
DATA = {"statementId": STATEMENT, "sourceKind": "bank", "objectKey": "key", "sizeBytes": 1}
Handle = Callable[[StatementReceived, QueueMessage], Poison | None]
Consume = Callable[..., QueueConsumer[StatementReceived]]


def envelope(**changed: Any) -> str:
    return json.dumps(
        {
            "id": str(uuid4()),
            "type": "statement.received",
            "tenantId": TENANT,
            "occurredAt": "2026-11-24T10:00:00.000Z",
            "traceparent": None,
            "data": DATA,
            **changed,
        }
    )


@pytest.fixture
def queue_url(backing_services: BackingServices, sqs: "SQSClient") -> str:
    """A queue of its own for each test, whose messages reappear after 2 s, with its dead-letter queue."""
    name = f"q-{uuid4().hex}"
    dead = sqs.create_queue(QueueName=f"{name}-dead-letter")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 2})
    attributes: Any = {"VisibilityTimeout": "2", "RedrivePolicy": redrive}
    return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]


@pytest.fixture
def consume(sqs: "SQSClient", queue_url: str) -> Iterator[Consume]:
    started: list[QueueConsumer[StatementReceived]] = []

    def start(handle: Handle, metrics: ServiceMetrics | None = None) -> QueueConsumer[StatementReceived]:
        consumer = QueueConsumer(
            sqs,
            "transactions",
            queue_url,
            partial(decode_envelope, model=StatementReceived, event_type="statement.received"),
            handle,
            metrics or ServiceMetrics("example-service"),
        )
        started.append(consumer)
        consumer.start()
        return consumer

    yield start
    for consumer in started:
        consumer.stop(5)


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


def messages_left(sqs: "SQSClient", queue_url: str) -> int:
    names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)["Attributes"]
    return sum(int(attributes[name]) for name in names)


def dead_letters(sqs: "SQSClient", queue_url: str) -> list[Any]:
    answer = sqs.receive_message(
        QueueUrl=f"{queue_url}-dead-letter", MessageAttributeNames=["All"], MaxNumberOfMessages=10, WaitTimeSeconds=5
    )
    return list(answer.get("Messages", []))


def test_deletes_a_message_once_it_is_handled(sqs: "SQSClient", queue_url: str, consume: Consume) -> None:
    seen: list[StatementReceived] = []
    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope())
    consume(lambda event, _message: seen.append(event))
    wait_until(lambda: len(seen) == 1 and messages_left(sqs, queue_url) == 0)
    assert (seen[0].type, seen[0].tenant_id, seen[0].data.statement_id) == ("statement.received", TENANT, STATEMENT)


def test_handles_a_message_in_the_senders_trace_for_its_tenant(
    sqs: "SQSClient", queue_url: str, consume: Consume
) -> None:
    seen: list[tuple[str, str | None]] = []

    def handler(_event: StatementReceived, _message: QueueMessage) -> None:
        trace = current_trace()
        seen.append((trace.trace_id if trace else "", current_tenant_id()))

    attribute: Any = {"DataType": "String", "StringValue": f"00-{TRACE_ID}-00f067aa0ba902b7-01"}
    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope(), MessageAttributes={"traceparent": attribute})
    consume(handler)
    wait_until(lambda: seen == [(TRACE_ID, TENANT)])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("no json", "invalid_json"),
        ("[]", "unknown_event_type"),
        (envelope(type="transaction.ingested"), "unknown_event_type"),
        (envelope(tenantId="t"), "invalid_event"),
        (envelope(data={"statementId": STATEMENT}), "invalid_event"),
    ],
    ids=["no json", "no object", "other event", "no tenant", "less data"],
)
def test_sends_an_undecodable_message_to_the_dead_letter_queue_with_its_reason(
    sqs: "SQSClient", queue_url: str, consume: Consume, body: str, reason: str
) -> None:
    sqs.send_message(QueueUrl=queue_url, MessageBody=body)
    consume(lambda _event, _message: None)
    [dead] = dead_letters(sqs, queue_url)
    assert (dead["Body"], dead["MessageAttributes"]["reason"]["StringValue"]) == (body, reason)
    wait_until(lambda: messages_left(sqs, queue_url) == 0)


def test_sends_poison_to_the_dead_letter_queue_with_the_handlers_reason(
    sqs: "SQSClient", queue_url: str, consume: Consume
) -> None:
    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope())
    consume(lambda _event, _message: Poison("unknown_statement"))
    [dead] = dead_letters(sqs, queue_url)
    assert dead["MessageAttributes"]["reason"]["StringValue"] == "unknown_statement"
    wait_until(lambda: messages_left(sqs, queue_url) == 0)


def test_tries_again_after_an_exception_until_the_redrive_policy_ends_it(
    sqs: "SQSClient", queue_url: str, consume: Consume
) -> None:
    attempts: list[int] = []
    metrics = ServiceMetrics("example-service")

    def handler(_event: StatementReceived, message: QueueMessage) -> None:
        attempts.append(message.attempt)
        raise RuntimeError("the database is away")

    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope())
    consume(handler, metrics)
    wait_until(lambda: messages_left(sqs, f"{queue_url}-dead-letter") == 1, seconds=30)
    assert attempts == [1, 2]
    labels = {"service": "example-service", "queue": "transactions", "outcome": "failed"}
    assert metrics.registry.get_sample_value("queue_messages_total", labels) == 2


def test_keeps_a_message_invisible_for_as_long_as_it_is_handled(
    sqs: "SQSClient", queue_url: str, consume: Consume
) -> None:
    deliveries: list[int] = []

    def handler(_event: StatementReceived, message: QueueMessage) -> None:
        deliveries.append(message.attempt)
        time.sleep(3.5)

    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope())
    consume(handler)
    wait_until(lambda: messages_left(sqs, queue_url) == 0, seconds=15)
    assert deliveries == [1]


def test_drains_what_is_being_handled_and_takes_nothing_more_after_stop(
    sqs: "SQSClient", queue_url: str, consume: Consume
) -> None:
    began, done = Signal(), Signal()

    def handler(_event: StatementReceived, _message: QueueMessage) -> None:
        began.set()
        time.sleep(0.5)
        done.set()

    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope())
    consumer = consume(handler)
    assert began.wait(10)
    assert consumer.stop(10)
    assert done.is_set()
    assert messages_left(sqs, queue_url) == 0
    done.clear()
    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope())
    assert not done.wait(1)


def test_says_when_the_grace_was_too_short(sqs: "SQSClient", queue_url: str, consume: Consume) -> None:
    began = Signal()

    def handler(_event: StatementReceived, _message: QueueMessage) -> None:
        began.set()
        time.sleep(2)

    sqs.send_message(QueueUrl=queue_url, MessageBody=envelope())
    consumer = consume(handler)
    assert began.wait(10)
    assert not consumer.stop(0.1)

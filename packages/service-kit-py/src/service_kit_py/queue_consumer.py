"""Takes messages from an SQS queue and hands each to a handler until it is done, poison or dead."""

import logging
import math
import random
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from service_kit_py.envelope import Envelope, EnvelopeError
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.queue_message import Poison, QueueMessage
from service_kit_py.trace_context import note_tenant, trace_context
from service_kit_py.visibility_heartbeat import VisibilityHeartbeat

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

log = logging.getLogger(__name__)
# Short beside SQS's 20 s: a queue may hand a message to the poll of a process that has died.
LONG_POLL_MAX_S = 5
RETRY_MAX_S = 900
RECEIVE_RETRY_MAX_S = 30

EventT = TypeVar("EventT", bound=Envelope)

OnStep = Callable[[str], None]
"""Called with the name of each step as it is reached; tests crash the process there."""


def no_step(_step: str) -> None:
    """The hook of a process that nobody tests."""


class QueueConsumer(Generic[EventT]):
    """`workers` threads that each long-poll for one message at a time.

    Messages that no attempt can handle go to `<queue>-dead-letter` with attribute `reason`; after an exception
    the message turns visible again with growing delay, until the queue's redrive policy takes it away.
    """

    def __init__(
        self,
        sqs: "SQSClient",
        queue: str,
        queue_url: str,
        decode: Callable[[str], EventT],
        handle: Callable[[EventT, QueueMessage], Poison | None],
        metrics: ServiceMetrics,
        workers: int = 2,
        on_step: OnStep = no_step,
    ) -> None:
        """`queue` is the queue's name in the catalog; `decode` raises EnvelopeError for what is no event of it.

        `handle` does its work in one transaction. None: done. Poison: never. An exception: later.
        """
        self._sqs = sqs
        self._queue_url = queue_url
        self._queue = queue
        self._decode = decode
        self._handle_event = handle
        self._metrics = metrics
        self._on_step = on_step
        self._stopping = threading.Event()
        self._idle = threading.Condition()
        self._busy = 0
        self._visibility_seconds = 0
        self._long_poll_seconds = 0
        self._heartbeat: VisibilityHeartbeat | None = None
        self._threads = [
            threading.Thread(target=self._work, name=f"{self._queue}-{index}", daemon=True) for index in range(workers)
        ]

    def start(self) -> None:
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._queue_url, AttributeNames=["VisibilityTimeout"])
        self._visibility_seconds = int(attributes["Attributes"]["VisibilityTimeout"])
        # Such a poll must be over when the message that the dead process held shows again.
        self._long_poll_seconds = min(LONG_POLL_MAX_S, self._visibility_seconds // 2)
        self._heartbeat = VisibilityHeartbeat(self._sqs, self._queue_url, self._visibility_seconds)
        self._heartbeat.start()
        for thread in self._threads:
            thread.start()

    def check(self) -> None:
        """A readiness check."""
        if not all(thread.is_alive() for thread in self._threads):
            raise RuntimeError(f"workers of queue {self._queue} do not run")

    def stop(self, grace_seconds: float) -> bool:
        """Takes no further message and waits for those being handled; whether all ended in time.

        A long poll cannot be cancelled: its thread is left behind and hands back what it may still receive.
        """
        self._stopping.set()
        with self._idle:
            drained = self._idle.wait_for(lambda: self._busy == 0, grace_seconds)
        if self._heartbeat is not None:
            self._heartbeat.stop()
        return drained

    def _work(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                message = self._receive()
                failures = 0
            except (ClientError, BotoCoreError):
                if self._stopping.is_set():
                    return
                failures += 1
                log.exception("receiving failed", extra={"queue": self._queue})
                self._stopping.wait(min(_retry_seconds(failures), RECEIVE_RETRY_MAX_S))
                continue
            if message is not None:
                self._take(message)

    def _receive(self) -> QueueMessage | None:
        answer = self._sqs.receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=self._long_poll_seconds,
            # What the heartbeat reckons with, should the queue's own have changed since.
            VisibilityTimeout=self._visibility_seconds,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
        for raw in answer.get("Messages", []):
            return QueueMessage(
                message_id=raw["MessageId"],
                receipt_handle=raw["ReceiptHandle"],
                body=raw.get("Body", ""),
                attempt=int(raw.get("Attributes", {}).get("ApproximateReceiveCount", "1")),
                attributes={
                    name: value["StringValue"]
                    for name, value in raw.get("MessageAttributes", {}).items()
                    if value.get("DataType") == "String" and "StringValue" in value
                },
            )
        return None

    def _take(self, message: QueueMessage) -> None:
        with self._idle:
            if self._stopping.is_set():
                self._show_again(message, 0)
                return
            self._busy += 1
        heartbeat = self._heartbeat
        if heartbeat is None:
            raise RuntimeError("a worker runs before start()")
        heartbeat.watch(message.receipt_handle)
        self._metrics.queue_messages_in_flight.add(1, queue=self._queue)
        started = time.perf_counter()
        outcome = "failed"
        try:
            outcome = self._handle(message)
        except Exception:
            log.exception("a message could not be settled", extra={"messageId": message.message_id})
        finally:
            heartbeat.release(message.receipt_handle)
            seconds = time.perf_counter() - started
            self._metrics.queue_messages_in_flight.add(-1, queue=self._queue)
            self._metrics.queue_messages.add(queue=self._queue, outcome=outcome)
            self._metrics.queue_message_duration.observe(seconds, queue=self._queue)
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _handle(self, message: QueueMessage) -> str:
        """Handles and settles one message; returns its outcome: handled, poison or failed."""
        with trace_context(message.attributes.get("traceparent")):
            self._on_step("after_receive")
            try:
                poison = self._decode_and_handle(message)
            except Exception:
                delay = _retry_seconds(message.attempt)
                fields = {"messageId": message.message_id, "attempt": message.attempt, "retryInSeconds": delay}
                log.exception("handling failed", extra=fields)
                self._show_again(message, delay)
                return "failed"
            if poison is not None:
                self._bury(message, poison)
                return "poison"
            self._on_step("before_delete")
            self._delete(message)
            return "handled"

    def _decode_and_handle(self, message: QueueMessage) -> Poison | None:
        try:
            event = self._decode(message.body)
        except EnvelopeError as error:
            return Poison(error.reason, str(error))
        note_tenant(event.tenant_id)
        return self._handle_event(event, message)

    def _bury(self, message: QueueMessage, poison: Poison) -> None:
        """Sends before it deletes: a crash in between leaves two copies rather than none."""
        fields = {"messageId": message.message_id, "reason": poison.reason, "detail": poison.detail}
        log.error("a message goes to the dead-letter queue", extra={"queue": self._queue, **fields})
        attributes = {**message.attributes, "reason": poison.reason}
        self._sqs.send_message(
            QueueUrl=f"{self._queue_url}-dead-letter",
            # SQS refuses to send an empty body.
            MessageBody=message.body or "(empty)",
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
            },
        )
        self._delete(message)

    def _delete(self, message: QueueMessage) -> None:
        self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message.receipt_handle)

    def _show_again(self, message: QueueMessage, delay_seconds: int) -> None:
        try:
            self._sqs.change_message_visibility(
                QueueUrl=self._queue_url, ReceiptHandle=message.receipt_handle, VisibilityTimeout=delay_seconds
            )
        except (ClientError, BotoCoreError):
            log.warning("a message stays invisible until its time is over", exc_info=True)


def _retry_seconds(attempt: int) -> int:
    """Doubles per attempt, with jitter so that messages which failed together do not return together."""
    spread = random.uniform(0.5, 1)  # noqa: S311 - spreads retries, protects nothing
    return min(RETRY_MAX_S, math.ceil((1 << min(attempt, 10)) * spread))

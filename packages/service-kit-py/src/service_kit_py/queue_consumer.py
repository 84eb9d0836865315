"""Takes messages from an SQS queue and hands each to a handler until it is done, poison or dead."""

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from service_kit_py.envelope import EnvelopeError, decode_envelope
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.queue_message import Event, Poison, QueueMessage
from service_kit_py.trace_context import trace_context
from service_kit_py.visibility_heartbeat import VisibilityHeartbeat

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

log = logging.getLogger(__name__)
LONG_POLL_S = 20
BACKOFF_FIRST_S = 2
BACKOFF_MAX_S = 300

Handler = Callable[[Event, QueueMessage], Poison | None]
"""Handles one event in one transaction. None: done. Poison: never. An exception: later."""

OnStep = Callable[[str], None]
"""Called with the name of each step as it is reached; tests crash the process there."""


def no_step(_step: str) -> None:
    """The hook of a process that nobody tests."""


class QueueConsumer:
    """`workers` threads that each long-poll for one message at a time.

    Messages that no attempt can handle go to `<queue>-dead-letter` with attribute `reason`; after an exception
    the message turns visible again with growing delay, until the queue's redrive policy takes it away.
    """

    def __init__(
        self,
        sqs: "SQSClient",
        queue_url: str,
        handler: Handler,
        metrics: ServiceMetrics,
        workers: int = 2,
        on_step: OnStep = no_step,
    ) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self._queue = queue_url.rsplit("/", 1)[-1]
        self._handler = handler
        self._metrics = metrics
        self._on_step = on_step
        self._stopping = threading.Event()
        self._idle = threading.Condition()
        self._busy = 0
        self._heartbeat: VisibilityHeartbeat | None = None
        self._threads = [
            threading.Thread(target=self._work, name=f"{self._queue}-{index}", daemon=True) for index in range(workers)
        ]

    def start(self) -> None:
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._queue_url, AttributeNames=["VisibilityTimeout"])
        visibility_seconds = int(attributes["Attributes"]["VisibilityTimeout"])
        self._heartbeat = VisibilityHeartbeat(self._sqs, self._queue_url, visibility_seconds)
        self._heartbeat.start()
        for thread in self._threads:
            thread.start()

    def is_alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

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
                self._stopping.wait(_backoff_seconds(failures))
                continue
            if message is not None:
                self._take(message)

    def _receive(self) -> QueueMessage | None:
        answer = self._sqs.receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=LONG_POLL_S,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
        for raw in answer.get("Messages", []):
            attempt = int(raw.get("Attributes", {}).get("ApproximateReceiveCount", "1"))
            return QueueMessage(raw["MessageId"], raw["ReceiptHandle"], raw["Body"], attempt)
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
        self._metrics.in_flight.labels(self._metrics.service, self._queue).inc()
        started = time.perf_counter()
        outcome = "failed"
        try:
            outcome = self._handle(message)
        except Exception:
            log.exception("a message could not be settled", extra={"messageId": message.message_id})
        finally:
            heartbeat.release(message.receipt_handle)
            seconds = time.perf_counter() - started
            self._metrics.in_flight.labels(self._metrics.service, self._queue).dec()
            self._metrics.queue_messages.labels(self._metrics.service, self._queue, outcome).inc()
            self._metrics.queue_message_duration.labels(self._metrics.service, self._queue).observe(seconds)
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _handle(self, message: QueueMessage) -> str:
        """Handles and settles one message; returns its outcome: done, poison or failed."""
        try:
            event = decode_envelope(message.body)
        except EnvelopeError as error:
            self._bury(message, Poison("undecodable_message", str(error)))
            return "poison"
        with trace_context(event.traceparent, event.tenant_id):
            self._on_step("after_receive")
            try:
                poison = self._handler(event, message)
            except Exception:
                delay = _backoff_seconds(message.attempt)
                fields = {"messageId": message.message_id, "attempt": message.attempt, "retryInSeconds": delay}
                log.exception("handling failed", extra=fields)
                self._show_again(message, delay)
                return "failed"
            if poison is not None:
                self._bury(message, poison)
                return "poison"
            self._on_step("before_delete")
            self._delete(message)
            return "done"

    def _bury(self, message: QueueMessage, poison: Poison) -> None:
        """Sends before it deletes: a crash in between leaves two copies rather than none."""
        self._sqs.send_message(
            QueueUrl=f"{self._queue_url}-dead-letter",
            MessageBody=message.body,
            MessageAttributes={"reason": {"DataType": "String", "StringValue": poison.reason}},
        )
        log.error("poison", extra={"messageId": message.message_id, "reason": poison.reason, "detail": poison.detail})
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


def _backoff_seconds(attempt: int) -> int:
    """Doubles from 2 s to 5 minutes, with up to a quarter of jitter."""
    base = min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2 ** min(attempt - 1, 10))
    return round(base * random.uniform(0.75, 1))  # noqa: S311 - spreads retries, protects nothing

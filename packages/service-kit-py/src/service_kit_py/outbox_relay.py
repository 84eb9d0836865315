"""Sends committed outbox events to the queues of those who consume them."""

import logging
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from service_kit_py.database import Database, in_tenant
from service_kit_py.envelope import OutboxRow, encode_envelope
from service_kit_py.metrics import ServiceMetrics

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

log = logging.getLogger(__name__)
# Finds events of a process that died between commit and send.
POLL_S = 1.0
TENANTS_MAX = 100
# SQS takes ten messages a call.
BATCH = 10


class OutboxRelay:
    """One thread that sends rows of table outbox and deletes each once its queues have it.

    Rows that another relay holds are skipped. A crash between send and delete sends twice: consumers are
    idempotent by event id.
    """

    def __init__(
        self, database: Database, sqs: "SQSClient", queue_urls: Mapping[str, Sequence[str]], metrics: ServiceMetrics
    ) -> None:
        """`queue_urls` has the queues of each event type that this service publishes."""
        self._database = database
        self._sqs = sqs
        self._queue_urls = queue_urls
        self._metrics = metrics
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox-relay", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """Sends without waiting for the next poll; called after a commit."""
        self._wanted.set()

    def stop(self, grace_seconds: float) -> bool:
        """Sends what has been committed, then ends; whether in time."""
        self._stopping.set()
        self._wanted.set()
        if self._thread.is_alive():
            self._thread.join(grace_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            is_last = self._stopping.is_set()
            try:
                self.send_pending()
            except Exception:
                log.exception("the outbox could not be sent; the next poll tries again")
                self._stopping.wait(POLL_S)
            if is_last:
                return
            self._wanted.wait(POLL_S)
            self._wanted.clear()

    def send_pending(self) -> None:
        """Sends all committed events of every tenant. What fails for one tenant is logged and holds up no other."""
        with self._database.connection() as connection:
            rows = connection.execute("select fintrack.tenants_with_pending_outbox(%s)", [TENANTS_MAX]).fetchall()
        for (tenant_id,) in rows:
            # Type by type, so that a queue that takes nothing holds up no other queue.
            for event_type in self._queue_urls:
                try:
                    while self._send_batch(str(tenant_id), event_type) > 0:
                        pass
                except Exception:
                    log.exception("events could not be sent; the next poll tries again", extra={"type": event_type})

    def _send_batch(self, tenant_id: str, event_type: str) -> int:
        """Sends the oldest events of a type; how many."""
        with in_tenant(self._database, tenant_id) as connection:
            rows = connection.execute(
                "select event_id, type, payload, traceparent, created_at from outbox where type = %s"
                " order by created_at, event_id limit %s for update skip locked",
                [event_type, BATCH],
            ).fetchall()
            events = [OutboxRow(str(row[0]), row[1], tenant_id, row[2], row[3], row[4]) for row in rows]
            sent = self._send(events, self._queue_urls[event_type]) if events else set()
            if sent:
                connection.execute("delete from outbox where event_id = any(%s::uuid[])", [sorted(sent)])
        for event in events:
            self._metrics.outbox_events.add(type=event.type, outcome="sent" if event.event_id in sent else "failed")
        return len(sent)

    def _send(self, events: list[OutboxRow], queue_urls: Sequence[str]) -> set[str]:
        """Ids of the events that every one of their queues has taken; a queue that does not answer takes none."""
        failed: set[str] = set()
        entries = [_entry(event) for event in events]
        for queue_url in queue_urls:
            try:
                answer: Any = self._sqs.send_message_batch(QueueUrl=queue_url, Entries=entries)
            except (ClientError, BotoCoreError):
                log.exception("a queue took no events", extra={"queueUrl": queue_url})
                return set()
            for failure in answer.get("Failed", []):
                failed.add(failure["Id"])
                fields = {"eventId": failure["Id"], "code": failure["Code"]}
                log.error("an event was refused by its queue", extra=fields)
        return {event.event_id for event in events} - failed


def _entry(event: OutboxRow) -> "SendMessageBatchRequestEntryTypeDef":
    entry: SendMessageBatchRequestEntryTypeDef = {"Id": event.event_id, "MessageBody": encode_envelope(event)}
    if event.traceparent is not None:
        entry["MessageAttributes"] = {"traceparent": {"DataType": "String", "StringValue": event.traceparent}}
    return entry

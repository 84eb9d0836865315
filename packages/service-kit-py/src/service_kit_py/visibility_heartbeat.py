"""Keeps messages invisible to other consumers while they are being handled."""

import logging
import threading
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

log = logging.getLogger(__name__)


class VisibilityHeartbeat:
    """One thread that extends every watched message by the full visibility each third of it."""

    def __init__(self, sqs: "SQSClient", queue_url: str, visibility_seconds: int) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self._visibility_seconds = visibility_seconds
        self._watched: set[str] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="visibility-heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def watch(self, receipt_handle: str) -> None:
        with self._lock:
            self._watched.add(receipt_handle)

    def release(self, receipt_handle: str) -> None:
        with self._lock:
            self._watched.discard(receipt_handle)

    def _run(self) -> None:
        while not self._stopping.wait(self._visibility_seconds / 3):
            with self._lock:
                handles = list(self._watched)
            for handle in handles:
                self._extend(handle)

    def _extend(self, handle: str) -> None:
        try:
            self._sqs.change_message_visibility(
                QueueUrl=self._queue_url, ReceiptHandle=handle, VisibilityTimeout=self._visibility_seconds
            )
        except (ClientError, BotoCoreError):
            # Two more beats come before the message turns visible; if it does, a second delivery changes nothing.
            log.warning("a message's visibility could not be extended", exc_info=True)

import logging
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import BinaryIO
from uuid import UUID

from service_kit_py.contracts import StatementReceived
from service_kit_py.queue_message import Poison, QueueMessage

from transaction_worker.domain.csv_mapping import CsvMapping
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.received_statement import ReceivedStatement
from transaction_worker.domain.statement_error import StatementError, StatementRejected
from transaction_worker.domain.statement_fault import StatementFault
from transaction_worker.domain.statements import StatementFiles
from transaction_worker.queue.ingest_metrics import IngestMetrics
from transaction_worker.queue.unread_statements import UnreadStatements

log = logging.getLogger(__name__)
WARNINGS_LOGGED_MAX = 20


MESSAGES = {
    "object_missing": "The uploaded file is no longer there. Upload it again.",
    "checksum_differs": "The stored file is not what was uploaded. Upload it again.",
    "file_too_large": "The file is larger than a statement may be.",
    "reading_failed": "Reading the file failed at every attempt. Upload it again later.",
}
"""What a person is told about a file that cannot be read for no fault within it."""


class IngestStatement:
    """Handles `statement.received`: stores the file's transactions, or marks the statement rejected; once in effect.

    A statement that no attempt will read is rejected too, and its message goes to the dead-letter queue.
    """

    def __init__(
        self,
        statements: UnreadStatements,
        files: StatementFiles,
        metrics: IngestMetrics,
        attempts_max: Callable[[], int | None],
    ) -> None:
        """`attempts_max`: how often a message is delivered; None: without end."""
        self._statements = statements
        self._files = files
        self._metrics = metrics
        self._attempts_max = attempts_max

    def __call__(self, event: StatementReceived, message: QueueMessage) -> Poison | None:
        statement = self._statements.find(UUID(event.tenant_id), UUID(event.data.statement_id))
        if statement is None:
            return Poison("unknown_statement", event.data.statement_id)
        if not statement.is_open:
            log.info("the statement was settled before", extra={"statementId": str(statement.statement_id)})
            return None
        started = time.perf_counter()
        try:
            fault = self._read(statement, started)
        except Exception as error:
            attempts_max = self._attempts_max()
            if attempts_max is None or message.attempt < attempts_max:
                raise
            log.exception("the last attempt failed", extra={"statementId": str(statement.statement_id)})
            fault = StatementFault("reading_failed", repr(error))
        return None if fault is None else self._give_up(statement, fault, started)

    def _read(self, statement: ReceivedStatement, started: float) -> StatementFault | None:
        file = self._files.fetch(statement)
        if isinstance(file, StatementFault):
            return file
        with file:
            try:
                self._import(statement, file, started)
            except StatementRejected as rejection:
                self._reject(statement, rejection.error, started)
        return None

    def _import(self, statement: ReceivedStatement, file: BinaryIO, started: float) -> None:
        mapping = None if statement.mapping is None else CsvMapping.from_json(statement.mapping)
        parsed = parse_statement(file, file_name=statement.file_name, format=statement.format, mapping=mapping)
        counts = self._statements.store_entries(statement, parsed.format, parsed)
        if counts is None:
            log.info("another delivery settled the statement", extra={"statementId": str(statement.statement_id)})
            return
        seconds = time.perf_counter() - started
        self._metrics.statements.add(format=parsed.format, outcome="imported")
        self._metrics.transactions.add(counts.new_count, outcome="new")
        self._metrics.transactions.add(counts.duplicate_count, outcome="duplicate")
        self._metrics.duration.observe(seconds, outcome="imported")
        warnings = [asdict(warning) for summary in parsed.summaries for warning in summary.warnings]
        log.info(
            "statement imported",
            extra={
                "statementId": str(statement.statement_id),
                "format": parsed.format,
                "entryCount": counts.entry_count,
                "newCount": counts.new_count,
                "durationMs": round(seconds * 1000),
                "warnings": warnings[:WARNINGS_LOGGED_MAX],
            },
        )

    def _reject(self, statement: ReceivedStatement, error: StatementError, started: float) -> None:
        if self._statements.reject(statement, error):
            self._note_rejection(statement, error.code, error.line, started)

    def _give_up(self, statement: ReceivedStatement, fault: StatementFault, started: float) -> Poison | None:
        if not self._statements.reject_unread(statement, fault.code, MESSAGES[fault.code]):
            return None
        self._note_rejection(statement, fault.code, None, started)
        return Poison(fault.code, fault.detail)

    def _note_rejection(self, statement: ReceivedStatement, code: str, line: int | None, started: float) -> None:
        self._metrics.statements.add(format=statement.format or "unknown", outcome="rejected")
        self._metrics.duration.observe(time.perf_counter() - started, outcome="rejected")
        log.warning(
            "statement rejected", extra={"statementId": str(statement.statement_id), "code": code, "line": line}
        )

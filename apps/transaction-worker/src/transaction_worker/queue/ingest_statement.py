import logging
import time
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
from transaction_worker.domain.statements import StatementFiles, Statements
from transaction_worker.queue.ingest_metrics import IngestMetrics

log = logging.getLogger(__name__)
WARNINGS_LOGGED_MAX = 20


class IngestStatement:
    """Handles `statement.received`: stores the file's transactions, or marks the statement rejected; once in effect."""

    def __init__(self, statements: Statements, files: StatementFiles, metrics: IngestMetrics) -> None:
        self._statements = statements
        self._files = files
        self._metrics = metrics

    def __call__(self, event: StatementReceived, _message: QueueMessage) -> Poison | None:
        statement = self._statements.find(UUID(event.tenant_id), UUID(event.data.statement_id))
        if statement is None:
            return Poison("unknown_statement", event.data.statement_id)
        if not statement.is_open:
            log.info("the statement was settled before", extra={"statementId": str(statement.statement_id)})
            return None
        started = time.perf_counter()
        file = self._files.fetch(statement)
        if isinstance(file, StatementFault):
            return Poison(file.code, file.detail)
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
        if not self._statements.reject(statement, error):
            return
        self._metrics.statements.add(format=statement.format or "unknown", outcome="rejected")
        self._metrics.duration.observe(time.perf_counter() - started, outcome="rejected")
        log.warning(
            "statement rejected",
            extra={"statementId": str(statement.statement_id), "code": error.code, "line": error.line},
        )

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb
from service_kit_py.database import Database, in_tenant
from service_kit_py.outbox import append_to_outbox

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.received_statement import ImportCounts, ReceivedStatement
from transaction_worker.domain.statement_error import StatementError
from transaction_worker.domain.statement_format import StatementFormat
from transaction_worker.store.entry_batches import STAGED_COLUMNS, BatchAccount, EntryBatch, entry_batches

log = logging.getLogger(__name__)
# One call of ensure_transaction_partitions takes at most 120 months.
MONTHS_MAX = 120

_FIND = (
    "select source_kind, format, file_name, object_key, sha256, size_bytes, mapping, status = 'received'"
    " from statements where statement_id = %s"
)
# In the order of the primary key: neighbours share index pages, and two imports never wait for each other in a ring.
_INSERT_NEW = """
insert into transactions (
  tenant_id, transaction_id, account_id, statement_id, amount_minor, booking_date, value_date, occurrence, source_kind,
  currency, fingerprint, reference, bank_reference, counterparty_name, counterparty_account, description,
  transaction_code
)
select
  %(tenant_id)s, staged.transaction_id, account.account_id, %(statement_id)s, staged.amount_minor, staged.booking_date,
  staged.value_date, staged.occurrence, %(source_kind)s, staged.currency, staged.fingerprint, staged.reference,
  staged.bank_reference, staged.counterparty_name, staged.counterparty_account, coalesce(staged.description, ''),
  staged.transaction_code
from staged
join unnest(%(ordinals)s::integer[], %(account_ids)s::uuid[]) as account (ordinal, account_id)
  on account.ordinal = staged.account
order by staged.booking_date, staged.transaction_id
on conflict do nothing
"""
_MARK_IMPORTED = (
    "update statements set status = 'imported', format = %s, entry_count = %s, new_count = %s, duplicate_count = %s,"
    " finished_at = now() where statement_id = %s"
)
_MARK_REJECTED = "update statements set status = 'rejected', error = %s, finished_at = now() where statement_id = %s"


class PostgresStatements:
    """Implements `UnreadStatements`. `on_step` hears of the steps in_copy and before_commit; `nudge` of each commit."""

    def __init__(self, database: Database, nudge: Callable[[], None], on_step: Callable[[str], None]) -> None:
        self._database = database
        self._nudge = nudge
        self._on_step = on_step

    def find(self, tenant_id: UUID, statement_id: UUID) -> ReceivedStatement | None:
        with in_tenant(self._database, tenant_id) as connection:
            row = connection.execute(_FIND, [statement_id]).fetchone()
        if row is None:
            return None
        source_kind, format_named, file_name, object_key, sha256, size_bytes, mapping, is_open = row
        return ReceivedStatement(
            tenant_id=tenant_id,
            statement_id=statement_id,
            source_kind=source_kind,
            format=format_named,
            file_name=file_name,
            object_key=object_key,
            sha256=bytes(sha256),
            size_bytes=size_bytes,
            mapping=mapping,
            is_open=is_open,
        )

    def store_entries(
        self, statement: ReceivedStatement, format_found: StatementFormat, entries: Iterable[Entry]
    ) -> ImportCounts | None:
        """PostgreSQL stores one batch while Python reads the next; what a late rejection voids is rolled back."""
        with in_tenant(self._database, statement.tenant_id) as connection:
            if not _claim(connection, statement):
                return None
            connection.execute(f"create temp table staged ({STAGED_COLUMNS}) on commit drop")
            entry_count = new_count = 0
            with ThreadPoolExecutor(1, "store-batch") as storing:
                stored: Future[int] | None = None
                for batch in entry_batches(statement.tenant_id, statement.source_kind, entries):
                    new_count += stored.result() if stored else 0
                    stored = storing.submit(self._store_batch, connection, statement, batch)
                    entry_count += len(batch.lines)
                new_count += stored.result() if stored else 0
            counts = ImportCounts(entry_count, new_count)
            _mark_imported(connection, statement, format_found, counts)
            self._on_step("before_commit")
        self._nudge()
        return counts

    def reject(self, statement: ReceivedStatement, error: StatementError) -> bool:
        told = {name: value for name, value in asdict(error).items() if name != "expected"}
        return self._reject(statement, told)

    def reject_unread(self, statement: ReceivedStatement, code: str, message: str) -> bool:
        return self._reject(statement, {"code": code, "line": None, "field": None, "message": message})

    def _reject(self, statement: ReceivedStatement, error: dict[str, Any]) -> bool:
        """`error` is a StatementError of the contract."""
        with in_tenant(self._database, statement.tenant_id) as connection:
            if not _claim(connection, statement):
                return False
            connection.execute(_MARK_REJECTED, [Jsonb(error), statement.statement_id])
            data = {**_identity(statement), "fileName": statement.file_name, "error": error}
            append_to_outbox(connection, statement.tenant_id, "statement.rejected", data)
            self._on_step("before_commit")
        self._nudge()
        return True

    def _ensure_partitions(self, months: list[date]) -> None:
        """In transactions of their own: what they make stays locked for other sessions until the commit."""
        for first, last in _runs(months):
            with self._database.connection() as connection:
                connection.execute("select fintrack.ensure_transaction_partitions(%s, %s)", [first, last])

    def _store_batch(self, connection: Connection[TupleRow], statement: ReceivedStatement, batch: EntryBatch) -> int:
        """How many of the batch's entries were new."""
        self._ensure_partitions(batch.months())
        account_ids = _account_ids(connection, statement, batch.accounts)
        with connection.cursor() as cursor, cursor.copy("copy staged from stdin (null '')") as copy:
            copy.write(batch.copy_text())
            self._on_step("in_copy")
        new_count = _insert_new(connection, statement, account_ids)
        connection.execute("truncate staged")
        return new_count


def _claim(connection: Connection[TupleRow], statement: ReceivedStatement) -> bool:
    """Locks the statement until the transaction's end; whether it is still to be settled."""
    sql = "select status = 'received' from statements where statement_id = %s for update"
    row = connection.execute(sql, [statement.statement_id]).fetchone()
    return row is not None and row[0] is True


def _account_ids(
    connection: Connection[TupleRow], statement: ReceivedStatement, accounts: dict[str, BatchAccount]
) -> dict[int, UUID]:
    """Id by ordinal; makes the accounts that the tenant does not have yet."""
    identifiers = sorted(accounts)
    known = "select identifier, account_id from accounts where source_kind = %s and identifier = any(%s)"
    found: dict[str, UUID] = dict(connection.execute(known, [statement.source_kind, identifiers]).fetchall())
    missing = [identifier for identifier in identifiers if identifier not in found]
    if missing:
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into accounts (tenant_id, account_id, source_kind, identifier, currency, name)"
                " values (%s, %s, %s, %s, %s, %s) on conflict (tenant_id, source_kind, identifier) do nothing",
                [
                    [statement.tenant_id, uuid4(), statement.source_kind, identifier, account.currency, account.name]
                    for identifier in missing
                    for account in [accounts[identifier]]
                ],
            )
        found |= dict(connection.execute(known, [statement.source_kind, missing]).fetchall())
    return {accounts[identifier].ordinal: account_id for identifier, account_id in found.items()}


def _insert_new(connection: Connection[TupleRow], statement: ReceivedStatement, account_ids: dict[int, UUID]) -> int:
    parameters: dict[str, Any] = {
        "tenant_id": statement.tenant_id,
        "statement_id": statement.statement_id,
        "source_kind": statement.source_kind,
        "ordinals": list(account_ids),
        "account_ids": list(account_ids.values()),
    }
    return connection.execute(_INSERT_NEW, parameters).rowcount


def _mark_imported(
    connection: Connection[TupleRow], statement: ReceivedStatement, format_found: StatementFormat, counts: ImportCounts
) -> None:
    connection.execute(
        _MARK_IMPORTED,
        [format_found, counts.entry_count, counts.new_count, counts.duplicate_count, statement.statement_id],
    )
    data = {
        **_identity(statement),
        "entryCount": counts.entry_count,
        "newCount": counts.new_count,
        "duplicateCount": counts.duplicate_count,
    }
    append_to_outbox(connection, statement.tenant_id, "transaction.ingested", data)


def _identity(statement: ReceivedStatement) -> dict[str, Any]:
    return {"statementId": str(statement.statement_id), "sourceKind": statement.source_kind}


def _runs(months: list[date]) -> Iterator[tuple[date, date]]:
    """First and last of each unbroken run of months, at most MONTHS_MAX long."""
    start = 0
    for index in range(1, len(months) + 1):
        is_over = index == len(months) or _ordinal(months[index]) != _ordinal(months[index - 1]) + 1
        if is_over or index - start == MONTHS_MAX:
            yield months[start], months[index - 1]
            start = index


def _ordinal(month: date) -> int:
    return month.year * 12 + month.month

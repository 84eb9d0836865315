import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from uuid import UUID

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.fingerprint import fingerprint
from transaction_worker.domain.occurrence import Occurrences

MEMORY_MAX_BYTES = 32 * 1024 * 1024
BLOCK_ROWS = 1000
CHUNK_BYTES = 256 * 1024
# The variant bits of a UUID (10) over the first two of a hexadecimal digit.
_VARIANT = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}

STAGED_COLUMNS = (
    "transaction_id uuid, account integer, amount_minor bigint, booking_date date, value_date date,"
    " occurrence integer, currency text, fingerprint bytea, reference text, bank_reference text,"
    " counterparty_name text, counterparty_account text, description text, transaction_code text"
)
"""Columns of a staged row, in the order in which they are written; an empty text stands for null."""


@dataclass(slots=True)
class StagedAccount:
    """An account that rows refer to by `ordinal`. `currency` is None once the file has entries in more than one."""

    ordinal: int
    name: str | None
    currency: str | None


class StagedEntries:
    """Entries of one file as PostgreSQL's COPY text, on disk (in memory up to 32 MiB) until all are known to be sound.

    So the database transaction starts when nothing in the file can go wrong any more, and stays short.
    """

    def __init__(self, tenant_id: UUID, source_kind: str, entries: Iterable[Entry]) -> None:
        """Reads `entries` to their end; raises StatementRejected where they do."""
        self.accounts: dict[str, StagedAccount] = {}
        self.entry_count = 0
        self._tenant_id = tenant_id
        self._source_kind = source_kind
        self._booking_days: dict[date, str] = {}
        self._spool = SpooledTemporaryFile(max_size=MEMORY_MAX_BYTES)  # noqa: SIM115 - close() closes it
        try:
            self._write(entries)
        except BaseException:
            self._spool.close()
            raise

    def __enter__(self) -> "StagedEntries":
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()

    def months(self) -> list[date]:
        """The first day of every month with an entry, ascending."""
        return sorted({day.replace(day=1) for day in self._booking_days})

    def chunks(self) -> Iterator[bytes]:
        """The COPY text from its start."""
        self._spool.seek(0)
        while chunk := self._spool.read(CHUNK_BYTES):
            yield chunk

    def _write(self, entries: Iterable[Entry]) -> None:
        """Each row costs some 7 µs here, so what is written for a hundred thousand of them avoids every call it can."""
        source_kind, accounts, days = self._source_kind, self.accounts, self._booking_days
        number = Occurrences().next
        tenant = hashlib.sha1(self._tenant_id.bytes, usedforsecurity=False)
        block: list[str] = []
        for entry in entries:
            digest = fingerprint(entry, source_kind)
            occurrence = number(digest)
            fingerprint_hex = digest.hex()
            # transaction_id() by hand; a test holds the two together.
            name = tenant.copy()
            name.update(f"{fingerprint_hex}:{occurrence}".encode())
            sha1 = name.hexdigest()
            identity = f"{sha1[:12]}5{sha1[13:16]}{_VARIANT[sha1[16]]}{sha1[17:32]}"
            account = accounts.get(entry.account_identifier)
            if account is None or account.currency != entry.currency:
                account = self._account(entry)
            value_date = entry.value_date
            # The domain lets neither empty texts nor control characters through: '' is free to mean null, and
            # backslashes alone need escaping.
            texts = (
                f"{entry.reference or ''}\t{entry.bank_reference or ''}\t{entry.counterparty_name or ''}"
                f"\t{entry.counterparty_account or ''}\t{entry.description}\t{entry.transaction_code or ''}\n"
            )
            if "\\" in texts:
                texts = texts.replace("\\", "\\\\")
            block.append(
                f"{identity}\t{account.ordinal}\t{entry.amount_minor}"
                f"\t{days.get(entry.booking_date) or self._booking_day(entry.booking_date)}"
                f"\t{'' if value_date is None else value_date.isoformat()}\t{occurrence}\t{entry.currency}"
                f"\t\\\\x{fingerprint_hex}\t{texts}"
            )
            if len(block) == BLOCK_ROWS:
                self._flush(block)
        self._flush(block)

    def _flush(self, block: list[str]) -> None:
        self._spool.write("".join(block).encode())
        self.entry_count += len(block)
        block.clear()

    def _account(self, entry: Entry) -> StagedAccount:
        account = self.accounts.get(entry.account_identifier)
        if account is None:
            account = StagedAccount(len(self.accounts), entry.account_name, entry.currency)
            self.accounts[entry.account_identifier] = account
        elif account.currency != entry.currency:
            account.currency = None
        return account

    def _booking_day(self, day: date) -> str:
        text = self._booking_days[day] = day.isoformat()
        return text

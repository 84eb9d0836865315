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
_VERSION_5_MASK = ~(0xF000 << 64 | 0xC000 << 48)
_VERSION_5 = 0x5000 << 64 | 0x8000 << 48

STAGED_COLUMNS = (
    "transaction_id uuid, account integer, amount_minor bigint, booking_date date, value_date date,"
    " occurrence integer, currency text, fingerprint bytea, reference text, bank_reference text,"
    " counterparty_name text, counterparty_account text, description text, transaction_code text"
)
"""Columns of a staged row, in the order in which they are written."""


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
        number = Occurrences().next
        tenant = hashlib.sha1(self._tenant_id.bytes, usedforsecurity=False)
        block: list[str] = []
        for entry in entries:
            digest = fingerprint(entry, self._source_kind)
            occurrence = number(digest)
            fingerprint_hex = digest.hex()
            name = tenant.copy()
            name.update(f"{fingerprint_hex}:{occurrence}".encode())
            identity = int.from_bytes(name.digest()[:16], "big") & _VERSION_5_MASK | _VERSION_5
            account = self.accounts.get(entry.account_identifier)
            if account is None or account.currency != entry.currency:
                account = self._account(entry)
            booking_day = self._booking_days.get(entry.booking_date) or self._booking_day(entry)
            value_date = entry.value_date
            value_day = "\\N" if value_date is None else value_date.isoformat()
            texts = (
                entry.reference,
                entry.bank_reference,
                entry.counterparty_name,
                entry.counterparty_account,
                entry.description,
                entry.transaction_code,
            )
            block.append(
                f"{identity:032x}\t{account.ordinal}\t{entry.amount_minor}\t{booking_day}\t{value_day}\t{occurrence}"
                f"\t{entry.currency}\t\\\\x{fingerprint_hex}\t{_encoded(texts)}\n"
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

    def _booking_day(self, entry: Entry) -> str:
        text = self._booking_days[entry.booking_date] = entry.booking_date.isoformat()
        return text


def _encoded(texts: tuple[str | None, ...]) -> str:
    """Tab-separated; the domain lets no control character through, so backslashes alone need escaping."""
    joined = "\t".join(["\\N" if text is None else text for text in texts])
    if joined.count("\\") == texts.count(None):
        return joined
    return "\t".join(["\\N" if text is None else text.replace("\\", "\\\\") for text in texts])

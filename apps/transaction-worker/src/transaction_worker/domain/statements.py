from collections.abc import Iterable
from typing import BinaryIO, Protocol
from uuid import UUID

from .entry import Entry
from .received_statement import ImportCounts, ReceivedStatement
from .statement_error import StatementError
from .statement_fault import StatementFault
from .statement_format import StatementFormat


class Statements(Protocol):
    """The tenant's statements and, with them, its accounts and transactions."""

    def find(self, tenant_id: UUID, statement_id: UUID) -> ReceivedStatement | None:
        """The statement, or None where the tenant has no such one."""
        ...

    def store_entries(
        self, statement: ReceivedStatement, format_found: StatementFormat, entries: Iterable[Entry]
    ) -> ImportCounts | None:
        """Stores all new entries, marks the statement imported and announces it, in one transaction.

        None: another delivery settled the statement first, and nothing was changed.
        Raises StatementRejected, with nothing stored, where `entries` does.
        """
        ...

    def reject(self, statement: ReceivedStatement, error: StatementError) -> bool:
        """Marks the statement rejected and announces it; False: another delivery settled it first."""
        ...


class StatementFiles(Protocol):
    """The uploaded files."""

    def fetch(self, statement: ReceivedStatement) -> BinaryIO | StatementFault:
        """The file, whole and as uploaded, from its start; the caller closes it."""
        ...

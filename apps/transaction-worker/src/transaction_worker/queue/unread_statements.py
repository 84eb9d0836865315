from typing import Protocol

from transaction_worker.domain.received_statement import ReceivedStatement
from transaction_worker.domain.statements import Statements


class UnreadStatements(Statements, Protocol):
    """Statements, some of which no attempt can read, for no fault within the file."""

    def reject_unread(self, statement: ReceivedStatement, code: str, message: str) -> bool:
        """Marks the statement rejected and announces it; False: another delivery settled it first."""
        ...

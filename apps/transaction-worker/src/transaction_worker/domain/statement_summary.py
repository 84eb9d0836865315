from dataclasses import dataclass

from .balance import Balance


@dataclass(frozen=True, slots=True)
class StatementWarning:
    """Something untrue in a file that is read all the same, such as balances that do not tie."""

    code: str
    line: int | None
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class StatementSummary:
    """What a file says about one account's statement beside its entries. A file holds one or many."""

    account_identifier: str
    account_name: str | None
    statement_id: str | None
    currency: str | None
    balances: tuple[Balance, ...]
    entry_count: int
    skipped_count: int
    """Entries that are no bookings (pending, informational, future) and so were left out."""
    warnings: tuple[StatementWarning, ...]
    line: int

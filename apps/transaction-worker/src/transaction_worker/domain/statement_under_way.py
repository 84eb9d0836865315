from .balance import Balance
from .statement_summary import StatementSummary, StatementWarning

_WARNINGS_MAX = 100


class StatementUnderWay:
    """Collects what one account's statement says while its entries stream past, and closes it to a summary."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.account_identifier: str | None = None
        self.account_name: str | None = None
        self.statement_id: str | None = None
        self.currency: str | None = None
        self.balances: list[Balance] = []
        self.entry_count = 0
        self.skipped_count = 0
        self.warnings: list[StatementWarning] = []
        self._sums: dict[str, int] = {}

    def count(self, currency: str, amount_minor: int) -> None:
        self.entry_count += 1
        self._sums[currency] = self._sums.get(currency, 0) + amount_minor

    def warn(self, code: str, line: int | None, field: str, message: str) -> None:
        """Keeps the first hundred: a file with an oddity in each row must not fill the memory."""
        if len(self.warnings) < _WARNINGS_MAX:
            self.warnings.append(StatementWarning(code, line, field, message))

    def unbalanced(self) -> str | None:
        """Why the entries do not lead from the opening to the closing balance; None if they do or nothing says so."""
        opening = self._balance("opening", first=True)
        closing = self._balance("closing", first=False)
        if opening is None or closing is None or opening.currency != closing.currency:
            return None
        if any(currency != opening.currency for currency in self._sums):
            return None
        booked = self._sums.get(opening.currency, 0)
        if opening.amount_minor + booked == closing.amount_minor:
            return None
        return (
            f"opening balance {opening.amount_minor} and entries {booked} make {opening.amount_minor + booked}, "
            f"the closing balance says {closing.amount_minor} (minor units of {closing.currency})"
        )

    @property
    def proven(self) -> bool:
        """Opening balance, entries and closing balance are all there and tie."""
        opening = self._balance("opening", first=True)
        closing = self._balance("closing", first=False)
        return opening is not None and closing is not None and self.unbalanced() is None

    def close(self, field: str) -> StatementSummary:
        """The summary; an untrue closing balance becomes the warning `balance_mismatch` on `field`."""
        fault = self.unbalanced()
        if fault is not None:
            closing = self._balance("closing", first=False)
            self.warn("balance_mismatch", closing.line if closing else self.line, field, fault)
        return StatementSummary(
            account_identifier=self.account_identifier or "",
            account_name=self.account_name,
            statement_id=self.statement_id,
            currency=self.currency,
            balances=tuple(self.balances),
            entry_count=self.entry_count,
            skipped_count=self.skipped_count,
            warnings=tuple(self.warnings),
            line=self.line,
        )

    def _balance(self, kind: str, *, first: bool) -> Balance | None:
        found = [balance for balance in self.balances if balance.kind == kind]
        if not found:
            return None
        return found[0] if first else found[-1]

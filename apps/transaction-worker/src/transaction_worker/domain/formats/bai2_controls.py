from ..statement_error import StatementErrorCode, StatementRejected, rejected
from .bai2_amount import bai2_amount
from .bai2_records import Bai2Fields, Bai2Record

_COUNT_DIGITS_MAX = 18


class ControlLevel:
    """One level of BAI2's nested sums: what a trailer (49, 98, 99) must state of the records it ends.

    Totals add up every amount as it stands, credits and debits alike, and so prove the transfer, not the account.
    """

    def __init__(self, name: str, part: str) -> None:
        self._name = name
        self._part = part
        self.total = 0
        self.parts = 0
        self.records = 0

    def add(self, inner: "ControlLevel") -> None:
        self.total += inner.total
        self.records += inner.records
        self.parts += 1

    def check(self, trailer: Bai2Record) -> None:
        """Raises `StatementRejected` where the trailer's total or counts are untrue."""
        self.records += trailer.physical
        fields = Bai2Fields(trailer)
        total = bai2_amount(fields.take(), trailer, f"{trailer.code} {self._name} control total")
        if total != self.total:
            raise _mismatch("control_total_mismatch", trailer, f"{self._name} control total", self.total, total)
        if self._part:
            self._count(trailer, fields.take(), f"number of {self._part}", self.parts)
        self._count(trailer, fields.take(), "number of records", self.records)

    def _count(self, trailer: Bai2Record, text: str, field: str, counted: int) -> None:
        digits = text.lstrip("0")
        if not (text.isascii() and text.isdecimal()) or len(digits) > _COUNT_DIGITS_MAX:
            raise rejected(
                "field_invalid",
                trailer.line,
                f"{trailer.code} {field}",
                f"1 to {_COUNT_DIGITS_MAX} digits",
                got=text or "nothing",
            )
        stated = int(digits or "0")
        if stated != counted:
            raise _mismatch("control_count_mismatch", trailer, field, counted, stated)


def _mismatch(
    code: StatementErrorCode, trailer: Bai2Record, field: str, counted: int, stated: int
) -> StatementRejected:
    return rejected(
        code, trailer.line, f"{trailer.code} {field}", f"{counted}, as the records before add up", got=f"{stated}"
    )

import re

from ..currency_exponents import CURRENCY_EXPONENTS
from ..minor_units import amount_expectation, minor_units
from ..statement_error import rejected
from ..statement_under_way import StatementUnderWay
from .mt940_lines import TaggedField

_FLOOR_LIMIT = re.compile(r"(?P<currency>[A-Z]{3})[CD]?[0-9]+,?[0-9]*")
_TOTAL = re.compile(r"(?P<count>[0-9]{1,5})(?P<currency>[A-Z]{3})(?P<amount>[0-9]+,?[0-9]*)")


class InterimTotals:
    """The floor limits (`:34F:`) and totals (`:90D:`, `:90C:`) of an MT942, compared with the entries at the end.

    An untrue total is the warning `total_mismatch`: entries below the floor limit may be in it, but not in the report.
    """

    def __init__(self) -> None:
        self._counts = {"C": 0, "D": 0}
        self._sums = {"C": 0, "D": 0}
        self._stated: list[tuple[TaggedField, str, int, int]] = []

    def floor_limit(self, field: TaggedField) -> str:
        """The currency of the report."""
        parts = _FLOOR_LIMIT.fullmatch(field.text)
        if parts is None or parts["currency"] not in CURRENCY_EXPONENTS:
            raise rejected("field_invalid", field.line, ":34F:", "a currency and an amount", got=field.text)
        return parts["currency"]

    def stated(self, field: TaggedField) -> None:
        parts = _TOTAL.fullmatch(field.text)
        if parts is None or parts["currency"] not in CURRENCY_EXPONENTS:
            raise rejected("field_invalid", field.line, f":{field.tag}:", "count, currency and amount", got=field.text)
        exponent = CURRENCY_EXPONENTS[parts["currency"]]
        amount = minor_units(parts["amount"].replace(",", "."), exponent)
        if isinstance(amount, str):
            expected = amount_expectation(amount, exponent, parts["currency"])
            raise rejected(amount, field.line, f":{field.tag}: amount", expected, got=parts["amount"])
        self._stated.append((field, field.tag[-1], int(parts["count"]), amount))

    def count(self, signed_minor: int) -> None:
        side = "C" if signed_minor >= 0 else "D"
        self._counts[side] += 1
        self._sums[side] += abs(signed_minor)

    def check(self, statement: StatementUnderWay) -> None:
        for field, side, count, amount in self._stated:
            if (count, amount) != (self._counts[side], self._sums[side]):
                found = f"{self._counts[side]} entries of {self._sums[side]}"
                message = f"says {count} entries of {amount}, the report has {found} (minor units)"
                statement.warn("total_mismatch", field.line, f":{field.tag}:", message)

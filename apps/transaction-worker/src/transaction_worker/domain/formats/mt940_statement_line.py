import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ..currency_exponents import CURRENCY_EXPONENTS
from ..date_format import calendar_date
from ..minor_units import amount_expectation, minor_units
from ..statement_error import StatementRejected, rejected

Mark = Literal["C", "D", "RC", "RD", "EC", "ED"]

_MARKS: dict[str, Mark] = {"C": "C", "D": "D", "RC": "RC", "RD": "RD", "EC": "EC", "ED": "ED"}
_PARTS = re.compile(
    r"(?P<value>[0-9]{6})(?P<entry>[0-9]{4}|\ {4})?"
    r"(?P<mark>R[CD]|E[CD]|[CD])(?P<funds>[A-Z])?\s*"
    r"(?P<amount>[0-9]*,[0-9]*)\s*"
    r"(?P<type>[A-Z][A-Z0-9 ]{3})"
    r"(?P<reference>.*)"
)
_PIECES = (
    ("value date", re.compile(r"[0-9]{6}"), "YYMMDD"),
    ("entry date", re.compile(r"[0-9]{4}|\ {4}|(?=[A-Z])"), "MMDD or nothing"),
    ("debit/credit mark", re.compile(r"R[CD]|E[CD]|[CD]"), "C, D, RC, RD, EC or ED"),
    ("funds code", re.compile(r"[A-Z]?\s*(?=[0-9,])"), "one letter or nothing"),
    ("amount", re.compile(r"[0-9]*,[0-9]*\s*"), "digits with a decimal comma"),
    ("transaction type", re.compile(r"[A-Z][A-Z0-9 ]{3}"), "a letter and three letters or digits"),
)
_CUSTOMER_REFERENCE_MAX = 16


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A `:61:` by its subfields. `amount_minor` is unsigned; `transaction_type` holds all four characters."""

    line: int
    value_date: date
    entry_date: date | None
    mark: Mark
    funds_code: str | None
    amount_minor: int
    transaction_type: str
    customer_reference: str
    bank_reference: str | None
    supplementary: str | None

    @property
    def signed_minor(self) -> int:
        """Credit positive: C, the expected EC, and RD, which takes a debit back."""
        return self.amount_minor if self.mark in {"C", "RD", "EC"} else -self.amount_minor


def read_statement_line(lines: Sequence[str], line: int, currency: str) -> StatementLine:
    """Raises `StatementRejected`, naming the subfield at fault."""
    first = lines[0].strip()
    parts = _PARTS.fullmatch(first)
    if parts is None:
        raise _explained(first, line)
    value_date = calendar_date(first[:2], first[2:4], first[4:6])
    if value_date is None:
        raise rejected("date_invalid", line, ":61: value date", "a day of the calendar as YYMMDD", got=first[:6])
    exponent = CURRENCY_EXPONENTS[currency]
    amount = minor_units(parts["amount"].replace(",", "."), exponent)
    if isinstance(amount, str):
        expected = amount_expectation(amount, exponent, currency)
        raise rejected(amount, line, ":61: amount", expected, got=parts["amount"])
    customer, bank, rest = _references(parts["reference"])
    supplementary = "\n".join(text for text in (rest, *(other.rstrip() for other in lines[1:])) if text)
    return StatementLine(
        line=line,
        value_date=value_date,
        entry_date=_entry_date(parts["entry"], value_date, line),
        mark=_MARKS[parts["mark"]],
        funds_code=parts["funds"],
        amount_minor=amount,
        transaction_type=parts["type"],
        customer_reference=customer,
        bank_reference=bank,
        supplementary=supplementary or None,
    )


def _references(text: str) -> tuple[str, str | None, str]:
    """Customer reference, bank reference, and the name that old Rabobank files put after sixteen padded characters."""
    customer, parted, bank = text.partition("//")
    if not parted and customer[_CUSTOMER_REFERENCE_MAX - 1 : _CUSTOMER_REFERENCE_MAX] == " ":
        return customer[:_CUSTOMER_REFERENCE_MAX].strip(), None, customer[_CUSTOMER_REFERENCE_MAX:].strip()
    return customer.strip(), bank.strip() or None, ""


def _entry_date(text: str | None, value_date: date, line: int) -> date | None:
    """Month and day in the year that brings them nearest to the value date: 1231 for 1 January is last year's."""
    if text is None or not text.strip():
        return None
    years = (value_date.year - 1, value_date.year, value_date.year + 1)
    days = [day for year in years if (day := calendar_date(f"{year:04}", text[:2], text[2:])) is not None]
    if not days:
        raise rejected("date_invalid", line, ":61: entry date", "a day of the calendar as MMDD", got=text)
    nearest = min(days, key=lambda day: abs(day - value_date))
    if abs(nearest - value_date) > timedelta(days=366):
        raise rejected("date_invalid", line, ":61: entry date", "a day of the calendar as MMDD", got=text)
    return nearest


def _explained(text: str, line: int) -> StatementRejected:
    place = 0
    for name, pattern, expected in _PIECES:
        found = pattern.match(text, place)
        if found is None:
            return rejected("field_invalid", line, f":61: {name}", expected, got=text[place:] or "nothing")
        place = found.end()
    return rejected("field_invalid", line, ":61:", "a statement line", got=text)

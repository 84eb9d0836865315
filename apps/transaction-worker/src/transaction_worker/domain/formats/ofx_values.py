import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from ..currency_exponents import CURRENCY_EXPONENTS
from ..date_format import calendar_date
from ..minor_units import amount_expectation
from ..statement_error import rejected
from ..statement_under_way import StatementUnderWay
from .csv_amount import csv_amount
from .ofx_aggregates import Aggregate

_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{2,6})?(?:[.:][0-9]*)?(?:\s*\[.*\])?")
_THOUSANDS_OR_DECIMALS = re.compile(r"[+-]?(?!0+[.,])[0-9]+[.,][0-9]{3}")
_WHOLE_DIGITS_MAX = 18
_PRECISE = re.compile(r"[+-]?[0-9]+[.,][0-9]+")


def ofx_date(aggregate: Aggregate, name: str) -> date | None:
    """The date as written, in the zone that `[-5:EST]` or the bank's place sets; None if absent or empty."""
    text = aggregate.text(name)
    if text is None:
        return None
    parts = _DATE.fullmatch(text)
    found = None if parts is None else calendar_date(parts[1], parts[2], parts[3])
    if found is None:
        raise rejected(
            "date_invalid", aggregate.line_of(name), f"{aggregate.name}/{name}", "YYYYMMDD[HHMMSS]", got=text
        )
    return found


def ofx_amount(aggregate: Aggregate, name: str, currency: str, statement: StatementUnderWay) -> int:
    """Signed minor units.

    Brokers state cash to four decimals: such an amount is rounded half to even, with the warning `amount_rounded`.
    Three digits after the only separator may as well be thousands, where the currency has fewer decimals: rejected.
    """
    text, line, field = aggregate.text(name), aggregate.line_of(name), f"{aggregate.name}/{name}"
    if text is None:
        raise rejected("element_missing", line, field, "an amount")
    exponent = CURRENCY_EXPONENTS[currency]
    if exponent < 3 and _THOUSANDS_OR_DECIMALS.fullmatch(text) is not None:
        expected = "other than three digits after the separator, which may be thousands or decimals"
        raise rejected("decimal_separator_ambiguous", line, field, expected, got=text)
    separator = "," if "," in text and "." not in text else "."
    amount = csv_amount(text, exponent, separator)
    if amount == "amount_too_precise" and _PRECISE.fullmatch(text) is not None:
        if len(re.split("[.,]", text.lstrip("+-0"))[0]) > _WHOLE_DIGITS_MAX - exponent:
            raise rejected("amount_out_of_range", line, field, f"at most {_WHOLE_DIGITS_MAX} digits", got=text)
        exact = Decimal(text.replace(",", ".")).scaleb(exponent)
        amount = int(exact.to_integral_value(ROUND_HALF_EVEN))
        statement.warn("amount_rounded", line, field, f"{text[:60]} {currency} is taken as {amount} minor units")
    if isinstance(amount, str):
        raise rejected(amount, line, field, amount_expectation(amount, exponent, currency), got=text)
    return amount

import re
from typing import Literal

AmountFault = Literal["amount_malformed", "amount_too_precise", "amount_out_of_range"]

_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_DIGITS_MAX = 18  # int8 in PostgreSQL and amountMinor on the wire hold 18 digits


def minor_units(text: str, exponent: int) -> int | AmountFault:
    """The unsigned decimal `text` (decimal point, no grouping) in minor units of a currency with that exponent.

    Surplus decimals pass when they are zeros (`8.850` EUR is 885); any other precision loss is a fault, since an
    amount that is rounded on the way in can never be reconciled to the cent.
    """
    whole, _, fraction = text.partition(".")
    if len(fraction) != exponent or not (
        whole.isdecimal() and whole.isascii() and (not exponent or fraction.isdecimal())
    ):
        if _DECIMAL.fullmatch(text) is None:
            return "amount_malformed"
        if len(fraction) > exponent:
            if fraction[exponent:].strip("0"):
                return "amount_too_precise"
            fraction = fraction[:exponent]
        fraction = fraction.ljust(exponent, "0")
    elif exponent and not fraction.isascii():
        return "amount_malformed"
    digits = (whole + fraction).lstrip("0")
    if len(digits) > _DIGITS_MAX:
        return "amount_out_of_range"
    return int(digits or "0")


def amount_expectation(fault: AmountFault, exponent: int, currency: str) -> str:
    """What was expected where `minor_units` found a fault, for the error's `expected`."""
    if fault == "amount_too_precise":
        return f"at most {exponent} decimals for {currency}"
    if fault == "amount_out_of_range":
        return f"at most {_DIGITS_MAX} digits"
    return "a decimal amount"

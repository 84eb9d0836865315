import re

from ..minor_units import AmountFault, minor_units

_MINUS = "-\u2212\u2013"
_GROUPINGS = {".": r"[,'\u2019 \u00a0\u202f]", ",": r"[.'\u2019 \u00a0\u202f]"}
_GROUPED = {
    separator: re.compile(
        rf"[0-9]{{1,3}}(?:(?P<group>{grouping})[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*(?:{re.escape(separator)}[0-9]*)?"
    )
    for separator, grouping in _GROUPINGS.items()
}
_PARENTHESES = re.compile(r"\((.*)\)")
_TRAILING_MARK = re.compile(r"(.*?)\s*(CR|DR|[-\u2212+])", re.IGNORECASE)


def csv_amount(text: str, exponent: int, separator: str) -> int | AmountFault:
    """The signed amount in minor units.

    Besides `-12.50` also `+12.50`, `12.50-`, `(12.50)`, `12.50 CR` and `12.50 DR` (debit), and groups of three digits
    parted by the other separator, an apostrophe or a blank.
    """
    negative = text[:1] == "-"
    body = text[1:] if negative else text
    plain = body if separator == "." else body.replace(",", ".") if "." not in body else body + "?"
    amount = minor_units(plain, exponent)
    if amount == "amount_malformed":
        return _written_out(text.strip(), exponent, separator)
    if isinstance(amount, str):
        return amount
    return -amount if negative else amount


def says_credit(text: str) -> bool:
    """Whether the amount names itself a credit, by `+` or `CR`."""
    return text[:1] == "+" or text.upper().endswith(("+", "CR"))


def _written_out(text: str, exponent: int, separator: str) -> int | AmountFault:
    negative = False
    if (found := _PARENTHESES.fullmatch(text)) is not None:
        negative, text = True, found[1].strip()
    elif (found := _TRAILING_MARK.fullmatch(text)) is not None:
        negative, text = found[2].upper() not in {"CR", "+"}, found[1]
    elif text[:1] in _MINUS + "+":
        negative, text = text[:1] in _MINUS, text[1:].lstrip()
    if text == "":
        return "amount_malformed"
    grouped = _GROUPED[separator].fullmatch(text)
    if grouped is not None:
        text = text.replace(grouped["group"], "")
    if separator == ",":
        if "." in text:
            return "amount_malformed"
        text = text.replace(",", ".")
    amount = minor_units(text, exponent)
    if isinstance(amount, str):
        return amount
    return -amount if negative else amount

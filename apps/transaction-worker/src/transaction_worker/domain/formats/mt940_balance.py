import re

from ..balance import Balance, BalanceKind
from ..currency_exponents import CURRENCY_EXPONENTS
from ..date_format import calendar_date
from ..minor_units import amount_expectation, minor_units
from ..statement_error import StatementErrorCode, rejected

BALANCE_TAGS: dict[str, BalanceKind] = {
    "60F": "opening",
    "60M": "opening",
    "62F": "closing",
    "62M": "closing",
    "64": "closing_available",
    "65": "forward_available",
    "65F": "forward_available",
}
_PARTS = re.compile(r"(?P<mark>[CD])(?P<day>[0-9]{6})(?P<currency>[A-Z]{3})?(?P<amount>[0-9]*,[0-9]*)")
_PIECES = (
    ("debit/credit mark", re.compile(r"[CD]"), "C or D"),
    ("date", re.compile(r"[0-9]{6}"), "YYMMDD"),
    ("currency", re.compile(r"[A-Z]{3}"), "an ISO 4217 code"),
    ("amount", re.compile(r"[0-9]*,[0-9]*"), "digits with a decimal comma"),
)


def read_balance(tag: str, text: str, line: int, currency: str | None) -> Balance:
    """The balance in a `:60:`, `:62:`, `:64:` or `:65:`; `currency` is the statement's where the field lacks one."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        place = 0
        for name, pattern, expected in _PIECES:
            found = pattern.match(text, place)
            if found is None:
                raise rejected("field_invalid", line, f":{tag}: {name}", expected, got=text[place:] or "nothing")
            place = found.end()
        raise rejected("field_invalid", line, f":{tag}:", "a balance", got=text)
    own = parts["currency"] or currency
    exponent = CURRENCY_EXPONENTS.get(own or "")
    if own is None or exponent is None:
        code: StatementErrorCode = "currency_missing" if own is None else "currency_unknown"
        raise rejected(code, line, f":{tag}: currency", "an ISO 4217 code", got=own)
    day = calendar_date(parts["day"][:2], parts["day"][2:4], parts["day"][4:])
    if day is None:
        raise rejected("date_invalid", line, f":{tag}: date", "a day of the calendar as YYMMDD", got=parts["day"])
    amount = minor_units(parts["amount"].replace(",", "."), exponent)
    if isinstance(amount, str):
        expected = amount_expectation(amount, exponent, own)
        raise rejected(amount, line, f":{tag}: amount", expected, got=parts["amount"])
    return Balance(BALANCE_TAGS[tag], amount if parts["mark"] == "C" else -amount, own, day, line)

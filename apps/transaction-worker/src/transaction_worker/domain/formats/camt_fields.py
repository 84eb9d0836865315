import re
from datetime import date
from functools import lru_cache

from ..currency_exponents import CURRENCY_EXPONENTS
from ..date_format import calendar_date
from ..minor_units import amount_expectation, minor_units
from ..statement_error import StatementErrorCode, rejected
from .xml_picker import XmlPicks

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.{0,40}|Z|[+-][0-9]{2}:[0-9]{2})?")
_ACCOUNT_CHOICES = ("IBAN", "Othr/Id", "BBAN", "UPIC", "PrtryAcct/Id")


def account_paths(identification: str) -> tuple[str, ...]:
    """Every form of an account's identification since version 001.01, below a path such as `DbtrAcct/Id`."""
    return tuple(f"{identification}/{choice}" for choice in _ACCOUNT_CHOICES)


def amount_of(picks: XmlPicks, account_currency: str | None) -> tuple[int, str]:
    """`Amt` and `CdtDbtInd` of an entry or balance as signed minor units and currency."""
    text = picks.raw("Amt")
    if text is None:
        raise rejected("element_missing", picks.line(), f"{picks.name}/Amt", "an amount")
    currency = picks.attribute("Amt", "Ccy") or account_currency
    exponent = CURRENCY_EXPONENTS.get(currency or "")
    if currency is None or exponent is None:
        code: StatementErrorCode = "currency_missing" if currency is None else "currency_unknown"
        raise rejected(code, picks.line("Amt"), f"{picks.name}/Amt/@Ccy", "an ISO 4217 code", got=currency)
    amount = minor_units(text.removeprefix("+"), exponent)
    if isinstance(amount, str):
        expected = amount_expectation(amount, exponent, currency)
        raise rejected(amount, picks.line("Amt"), f"{picks.name}/Amt", expected, got=text)
    return (amount if is_credit(picks) else -amount), currency


def is_credit(picks: XmlPicks) -> bool:
    """Whether `CdtDbtInd` says CRDT; of a reversal it already says where the money went."""
    side = picks.raw("CdtDbtInd")
    if side == "CRDT":
        return True
    if side != "DBIT":
        code: StatementErrorCode = "element_missing" if side is None else "element_invalid"
        raise rejected(code, picks.line("CdtDbtInd"), f"{picks.name}/CdtDbtInd", "CRDT or DBIT", got=side)
    return False


def date_of(picks: XmlPicks, path: str) -> date | None:
    """The local date, as the bank wrote it, in a `Dt` or `DtTm` choice; None where the element is absent."""
    if path not in picks:
        return None
    text = picks.first_text((f"{path}/Dt", f"{path}/DtTm"))
    found = None if text is None else iso_date(text)
    if found is None:
        raise rejected("date_invalid", picks.line(path), f"{picks.name}/{path}", "a date as YYYY-MM-DD", got=text)
    return found


@lru_cache(maxsize=4096)
def iso_date(text: str) -> date | None:
    """The local date of an ISODate or ISODateTime."""
    found = _DATE.fullmatch(text)
    return None if found is None else calendar_date(found[1], found[2], found[3])

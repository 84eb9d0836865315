from datetime import date

from ..currency_exponents import CURRENCY_EXPONENTS
from ..minor_units import amount_expectation, minor_units
from ..statement_error import rejected
from .xml_elements import Element, first_text, iso_date, line_of, local_name


def amount_of(parts: dict[str, Element], owner: Element, account_currency: str | None) -> tuple[int, str]:
    """`Amt` and `CdtDbtInd` of an entry or balance as signed minor units and currency."""
    line, name = line_of(owner), local_name(owner)
    element = parts.get("Amt")
    if element is None:
        raise rejected("element_missing", line, f"{name}/Amt", "an amount")
    line = line_of(element)
    currency = element.get("Ccy") or account_currency
    exponent = CURRENCY_EXPONENTS.get(currency or "")
    if currency is None or exponent is None:
        code = "currency_missing" if currency is None else "currency_unknown"
        raise rejected(code, line, f"{name}/Amt/@Ccy", "an ISO 4217 code", got=currency)
    text = (element.text or "").strip()
    amount = minor_units(text, exponent)
    if isinstance(amount, str):
        raise rejected(amount, line, f"{name}/Amt", amount_expectation(amount, exponent, currency), got=text)
    indicator = parts.get("CdtDbtInd")
    side = None if indicator is None else (indicator.text or "").strip()
    if side not in {"CRDT", "DBIT"}:
        code = "element_missing" if side is None else "element_invalid"
        place = line if indicator is None else line_of(indicator)
        raise rejected(code, place, f"{name}/CdtDbtInd", "CRDT or DBIT", got=side)
    return (amount if side == "CRDT" else -amount), currency


def date_of(element: Element | None, field: str) -> date | None:
    """The date in a `Dt` or `DtTm` choice; None when the element is absent."""
    if element is None:
        return None
    text = first_text(element)
    found = None if text is None else iso_date(text)
    if found is None:
        raise rejected("date_invalid", line_of(element), field, "a date as YYYY-MM-DD", got=text)
    return found

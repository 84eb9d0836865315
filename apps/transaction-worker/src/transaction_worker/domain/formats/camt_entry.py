from ..entry import Entry
from ..statement_error import rejected
from .camt_amount import amount_of, date_of
from .camt_details import CamtDetails, read_details, transaction_details
from .camt_header import CamtHeader
from .xml_elements import line_of, Element, child, children, text_at

_NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})


def read_entry(element: Element, header: CamtHeader) -> Entry | None:
    """One `Ntry` as one entry, however many `TxDtls` it has: the bank moved one amount once.

    None for an entry that is no booking: pending (PDNG), informational (INFO) or future (FUTR).
    """
    parts = children(element)
    if not _booked(parts, element):
        return None
    amount, currency = amount_of(parts, element, header.currency)
    credit = amount > 0 or (parts["CdtDbtInd"].text or "").strip() == "CRDT"
    value_date = date_of(parts.get("ValDt"), "Ntry/ValDt")
    booking_date = date_of(parts.get("BookgDt"), "Ntry/BookgDt") or value_date or header.assumed_date
    if booking_date is None:
        raise rejected("element_missing", line_of(element), "Ntry/BookgDt", "a booking date")
    details = transaction_details(element)
    additional = text_at(element, "AddtlNtryInf")
    if len(details) == 1:
        reversal = (text_at(element, "RvslInd") or "").lower() in {"true", "1"}
        found = read_details(details[0], credit=credit, reversal=reversal, own_account=header.account_identifier)
    else:
        found = _batch(parts, len(details), additional)
    return Entry(
        account_identifier=header.account_identifier,
        account_name=header.account_name,
        currency=currency,
        booking_date=booking_date,
        value_date=value_date,
        amount_minor=amount,
        reference=found.reference or text_at(element, "NtryRef"),
        bank_reference=text_at(element, "AcctSvcrRef") or found.bank_reference,
        counterparty_name=found.counterparty_name,
        counterparty_account=found.counterparty_account,
        description=found.description or additional or "",
        transaction_code=_transaction_code(parts.get("BkTxCd"), details),
        line=line_of(element),
    )


def _booked(parts: dict[str, Element], element: Element) -> bool:
    status = parts.get("Sts")
    if status is None:
        raise rejected("element_missing", line_of(element), "Ntry/Sts", "BOOK, PDNG, INFO or FUTR")
    text = text_at(status, "Cd") or (status.text or "").strip()
    if text == "BOOK":
        return True
    if text in _NOT_BOOKED:
        return False
    raise rejected("element_invalid", line_of(status), "Ntry/Sts", "BOOK, PDNG, INFO or FUTR", got=text)


def _batch(parts: dict[str, Element], count: int, additional: str | None) -> CamtDetails:
    """An entry without details, or a batch booked in one sum: its own references, not those of one member."""
    batch = parts.get("Btch", child(parts.get("NtryDtls"), "Btch"))
    reference = text_at(batch, "PmtInfId") or text_at(batch, "MsgId")
    return CamtDetails(reference=reference, description=additional or (f"{count} transactions" if count else ""))


def _transaction_code(code: Element | None, details: list[Element]) -> str | None:
    """`PMNT/RCDT/DMCT` of the ISO domain, else the bank's proprietary code; of the entry, else of its only detail."""
    own = _code_text(code)
    if own is not None or len(details) != 1:
        return own
    return _code_text(child(details[0], "BkTxCd"))


def _code_text(code: Element | None) -> str | None:
    if code is None:
        return None
    domain = child(code, "Domn")
    if domain is not None:
        family = child(domain, "Fmly")
        levels = (text_at(domain, "Cd"), text_at(family, "Cd"), text_at(family, "SubFmlyCd"))
        return "/".join(level for level in levels if level is not None) or None
    return text_at(code, "Prtry", "Cd")

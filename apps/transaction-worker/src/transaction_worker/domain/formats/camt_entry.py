from datetime import date

from ..entry import Entry
from ..statement_error import StatementErrorCode, rejected
from ..statement_under_way import StatementUnderWay
from .camt_details import CODE_PATHS, CamtDetails, read_details, transaction_code
from .camt_fields import amount_of, date_of, is_credit
from .camt_header import CamtHeader
from .xml_picker import Element, XmlPicker, XmlPicks

_NOT_BOOKED = frozenset({"PDNG", "INFO", "FUTR"})
_PROPRIETARY_BOOKED = frozenset({"BOOK", "BOOKED", "GEBUCHT", "POSTED"})
_BATCHES = ("Btch/PmtInfId", "NtryDtls/Btch/PmtInfId", "Btch/MsgId", "NtryDtls/Btch/MsgId")
_DETAILS = ("NtryDtls/TxDtls", "TxDtls")  # the second in version 001.01
_DATES = ("BookgDt", "BookgDt/Dt", "BookgDt/DtTm", "ValDt", "ValDt/Dt", "ValDt/DtTm")
_PICKER = XmlPicker(
    [
        *("Amt", "CdtDbtInd", "RvslInd", "Sts", "Sts/Cd", "Sts/Prtry", "NtryRef", "AcctSvcrRef", "AddtlNtryInf"),
        *_DATES,
        *CODE_PATHS,
        *_BATCHES,
        *_DETAILS,
    ]
)


def read_entry(element: Element, header: CamtHeader, statement: StatementUnderWay) -> Entry | None:
    """One `Ntry` as one entry, however many `TxDtls` it has: the bank moved one amount once.

    None for an entry that is no booking: pending (PDNG), informational (INFO) or future (FUTR).
    """
    picks = _PICKER.pick(element)
    if not _booked(picks):
        return None
    amount, currency = amount_of(picks, header.currency)
    value_date = date_of(picks, "ValDt")
    booking_date = date_of(picks, "BookgDt")
    if booking_date is None:
        booking_date = _assumed_date(picks, value_date or header.assumed_date, statement)
    details = _details(picks, header)
    return Entry(
        header.account_identifier,
        header.account_name,
        currency,
        booking_date,
        value_date,
        amount,
        details.reference or picks.text("NtryRef"),
        picks.text("AcctSvcrRef") or details.bank_reference,
        details.counterparty_name,
        details.counterparty_account,
        details.description or picks.text("AddtlNtryInf") or "",
        transaction_code(picks) or details.transaction_code,
        picks.line(),
    )


def _assumed_date(picks: XmlPicks, day: date | None, statement: StatementUnderWay) -> date:
    if day is None:
        raise rejected("element_missing", picks.line(), "Ntry/BookgDt", "a booking date")
    statement.warn("booking_date_assumed", picks.line(), "Ntry/BookgDt", f"absent, taken as {day}")
    return day


def _booked(picks: XmlPicks) -> bool:
    status = picks.first_text(("Sts/Cd", "Sts"))
    if status == "BOOK":
        return True
    if status in _NOT_BOOKED:
        return False
    proprietary = picks.text("Sts/Prtry") if status is None else None
    if proprietary is not None and proprietary.upper() in _PROPRIETARY_BOOKED:
        return True
    code: StatementErrorCode = "element_invalid" if "Sts" in picks else "element_missing"
    raise rejected(code, picks.line("Sts"), "Ntry/Sts", "BOOK, PDNG, INFO or FUTR", got=status or proprietary)


def _details(picks: XmlPicks, header: CamtHeader) -> CamtDetails:
    """Of the only transaction; of none or a batch booked in one sum its own references, not those of one member."""
    details = [found for path in _DETAILS for found in picks.all(path)]
    if len(details) == 1:
        reversal = (picks.text("RvslInd") or "").lower() in {"true", "1"}
        own_account = header.account_identifier
        return read_details(details[0], credit=is_credit(picks), reversal=reversal, own_account=own_account)
    description = picks.text("AddtlNtryInf") or (f"{len(details)} transactions" if details else "")
    return CamtDetails(reference=picks.first_text(_BATCHES), description=description)

from typing import NamedTuple

from ..account_identifier import account_identifier
from .camt_fields import account_paths
from .xml_picker import Element, XmlPicker, XmlPicks

_NOT_A_REFERENCE = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE"})
_REFERENCES = ("EndToEndId", "InstrId", "TxId", "UETR", "AcctSvcrRef", "AcctSvcrTxId")
_ROLES = ("Dbtr", "Cdtr")
_ACCOUNTS = {role: account_paths(f"RltdPties/{role}Acct/Id") for role in _ROLES}
_NAMES = {
    role: tuple(
        f"RltdPties/{party}/{name}"
        for party in (role, f"Ultmt{role}")
        for name in ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm", "Agt/FinInstnId/BICFI")
    )
    for role in _ROLES
}
_CREDITOR_REFERENCES = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
CODE_PATHS = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd", "BkTxCd/Prtry/Cd")
_PICKER = XmlPicker(
    [
        *(f"Refs/{name}" for name in _REFERENCES),
        *(path for paths in (*_ACCOUNTS.values(), *_NAMES.values()) for path in paths),
        *_CREDITOR_REFERENCES,
        *CODE_PATHS,
        "RmtInf/Ustrd",
        "RmtInf/Strd/AddtlRmtInf",
        "AddtlTxInf",
    ]
)


class CamtDetails(NamedTuple):
    """What the transaction details of an entry add to it."""

    reference: str | None = None
    bank_reference: str | None = None
    counterparty_name: str | None = None
    counterparty_account: str | None = None
    description: str = ""
    transaction_code: str | None = None


def read_details(element: Element, *, credit: bool, reversal: bool, own_account: str | None) -> CamtDetails:
    """Of one `TxDtls`. The counterparty of a credit is the debtor; in a reversal the original roles stand."""
    picks = _PICKER.pick(element)
    structured = picks.first_text(_CREDITOR_REFERENCES)
    description = " ".join(picks.texts("RmtInf/Ustrd") + picks.texts("RmtInf/Strd/AddtlRmtInf"))
    name, account = _counterparty(picks, credit != reversal, own_account)
    return CamtDetails(
        reference=_reference(picks, "EndToEndId")
        or structured
        or _reference(picks, "InstrId")
        or _reference(picks, "TxId")
        or _reference(picks, "UETR"),
        bank_reference=_reference(picks, "AcctSvcrRef") or _reference(picks, "AcctSvcrTxId"),
        counterparty_name=name,
        counterparty_account=account,
        description=description or structured or picks.text("AddtlTxInf") or "",
        transaction_code=transaction_code(picks),
    )


def transaction_code(picks: XmlPicks) -> str | None:
    """`PMNT/RCDT/DMCT` of the ISO domain, else the bank's proprietary code."""
    domain, family, sub_family, proprietary = CODE_PATHS
    levels = [text for path in (domain, family, sub_family) if (text := picks.text(path)) is not None]
    return "/".join(levels) if levels else picks.text(proprietary)


def _reference(picks: XmlPicks, name: str) -> str | None:
    text = picks.text(f"Refs/{name}")
    return None if text is None or text.upper() in _NOT_A_REFERENCE else text


def _counterparty(picks: XmlPicks, is_debtor: bool, own_account: str | None) -> tuple[str | None, str | None]:
    """Name and account of the other side; else of the stated side, if only that one is there and it isn't ourselves."""
    other, same = _ROLES if is_debtor else reversed(_ROLES)
    name, account = _party(picks, other)
    if name is not None or account is not None:
        return name, account
    name, account = _party(picks, same)
    return (None, None) if account == own_account else (name, account)


def _party(picks: XmlPicks, role: str) -> tuple[str | None, str | None]:
    text = picks.first_text(_ACCOUNTS[role])
    return picks.first_text(_NAMES[role]), None if text is None else account_identifier(text)

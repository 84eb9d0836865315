from dataclasses import dataclass

from ..account_identifier import account_identifier
from .xml_elements import Element, child, children, first_text, local_name, text_at

_NOT_A_REFERENCE = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF", "NONE"})


@dataclass(frozen=True, slots=True)
class CamtDetails:
    """What the transaction details of an entry add to it."""

    reference: str | None = None
    bank_reference: str | None = None
    counterparty_name: str | None = None
    counterparty_account: str | None = None
    description: str = ""


def transaction_details(entry: Element) -> list[Element]:
    """Every `TxDtls`: below `NtryDtls`, or, in version 001.01, of the entry itself."""
    found: list[Element] = []
    for part in entry:
        name = local_name(part)
        if name == "TxDtls":
            found.append(part)
        elif name == "NtryDtls":
            found.extend(inner for inner in part if local_name(inner) == "TxDtls")
    return found


def read_details(details: Element, *, credit: bool, reversal: bool, own_account: str | None) -> CamtDetails:
    """Of one `TxDtls`. The counterparty of a credit is the debtor; in a reversal the original roles stand."""
    parts = children(details)
    remittance = parts.get("RmtInf")
    structured, structured_reference = _structured(remittance)
    references = _references(parts.get("Refs"))
    name, account = _counterparty(parts.get("RltdPties"), debtor=credit != reversal, own_account=own_account)
    texts = [text for inner in (remittance if remittance is not None else ()) if local_name(inner) == "Ustrd"
             and (text := first_text(inner)) is not None]  # fmt: skip
    texts += structured
    if not texts and structured_reference is not None:
        texts = [structured_reference]
    if not texts and (additional := text_at(details, "AddtlTxInf")) is not None:
        texts = [additional]
    return CamtDetails(
        reference=references.get("EndToEndId")
        or structured_reference
        or references.get("InstrId")
        or references.get("TxId")
        or references.get("UETR"),
        bank_reference=references.get("AcctSvcrRef") or references.get("AcctSvcrTxId"),
        counterparty_name=name,
        counterparty_account=account,
        description=" ".join(texts),
    )


def _references(refs: Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for inner in refs if refs is not None else ():
        text = first_text(inner)
        if text is not None and text.upper() not in _NOT_A_REFERENCE:
            found.setdefault(local_name(inner), text)
    return found


def _structured(remittance: Element | None) -> tuple[list[str], str | None]:
    texts: list[str] = []
    reference: str | None = None
    for block in remittance if remittance is not None else ():
        if local_name(block) != "Strd":
            continue
        reference = reference or text_at(block, "CdtrRefInf", "Ref") or text_at(block, "CdtrRefInf", "CdtrRef")
        texts += [text for inner in block if local_name(inner) == "AddtlRmtInf" and (text := first_text(inner))]
    return texts, reference


def _counterparty(parties: Element | None, *, debtor: bool, own_account: str | None) -> tuple[str | None, str | None]:
    """Name and account of the other side; of the stated side if only that one is there and it isn't ourselves."""
    if parties is None:
        return None, None
    parts = children(parties)
    for role in ("Dbtr", "Cdtr") if debtor else ("Cdtr", "Dbtr"):
        account = _account(parts.get(f"{role}Acct"))
        name = _party_name(parts.get(role)) or _party_name(parts.get(f"Ultmt{role}"))
        ours = account is not None and account == own_account
        if (name is not None or account is not None) and not ours:
            return name, account
    return None, None


def _party_name(party: Element | None) -> str | None:
    """`Nm`, since version 001.07 in `Pty` or, of a bank, in `Agt/FinInstnId` (or its BIC)."""
    if party is None:
        return None
    bank = child(party, "Agt", "FinInstnId")
    return text_at(party, "Nm") or text_at(party, "Pty", "Nm") or text_at(bank, "Nm") or text_at(bank, "BICFI")


def _account(account: Element | None) -> str | None:
    text = first_text(child(account, "Id"))
    return None if text is None else account_identifier(text)

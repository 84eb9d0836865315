from dataclasses import dataclass
from datetime import date

from ..account_identifier import account_identifier
from ..statement_error import rejected
from .xml_elements import Element, child, first_text, iso_date, line_of, local_name, text_at


@dataclass(frozen=True, slots=True)
class CamtHeader:
    """What stands above the entries of a `Stmt`, `Rpt` or `Ntfctn`."""

    account_identifier: str
    account_name: str | None
    currency: str | None
    statement_id: str | None
    assumed_date: date | None
    """Books an entry that has neither booking nor value date: the period's end, else the day of creation."""


def read_header(statement: Element, default_account: str | None) -> CamtHeader:
    name = local_name(statement)
    account = child(statement, "Acct")
    identifier = account_identifier(first_text(child(account, "Id")) or default_account or "")
    if identifier is None:
        line = line_of(statement) if account is None else line_of(account)
        raise rejected("account_missing", line, f"{name}/Acct/Id", "an IBAN or another account identification")
    period_end = text_at(statement, "FrToDt", "ToDtTm") or text_at(statement, "FrToDt", "ToDt")
    created = text_at(statement, "CreDtTm")
    assumed = period_end or created
    return CamtHeader(
        account_identifier=identifier,
        account_name=text_at(account, "Nm") or text_at(account, "Ownr", "Nm"),
        currency=text_at(account, "Ccy"),
        statement_id=text_at(statement, "Id"),
        assumed_date=None if assumed is None else iso_date(assumed),
    )

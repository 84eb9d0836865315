from dataclasses import dataclass
from datetime import date

from ..account_identifier import account_identifier
from ..statement_error import rejected
from .camt_fields import account_paths, iso_date
from .xml_picker import XmlPicks

_ACCOUNT = account_paths("Acct/Id")
_NAMES = ("Acct/Nm", "Acct/Ownr/Nm")
_ASSUMED_DATES = ("FrToDt/ToDtTm", "FrToDt/ToDt", "CreDtTm")
HEADER_PATHS = ("Id", "Acct", "Acct/Ccy", *_ACCOUNT, *_NAMES, *_ASSUMED_DATES)


@dataclass(frozen=True, slots=True)
class CamtHeader:
    """What stands above the entries of a `Stmt`, `Rpt` or `Ntfctn`."""

    account_identifier: str
    account_name: str | None
    currency: str | None
    statement_id: str | None
    assumed_date: date | None
    """Books an entry that has neither booking nor value date: the period's end, else the day of creation."""


def read_header(picks: XmlPicks, default_account: str | None) -> CamtHeader:
    """`picks` of `HEADER_PATHS`."""
    identifier = account_identifier(picks.first_text(_ACCOUNT) or default_account or "")
    if identifier is None:
        expected = "an IBAN or another identification"
        raise rejected("account_missing", picks.line("Acct"), f"{picks.name}/Acct/Id", expected)
    assumed = picks.first_text(_ASSUMED_DATES)
    return CamtHeader(
        account_identifier=identifier,
        account_name=picks.first_text(_NAMES),
        currency=picks.text("Acct/Ccy"),
        statement_id=picks.text("Id"),
        assumed_date=None if assumed is None else iso_date(assumed),
    )

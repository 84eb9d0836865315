from datetime import date
from typing import Final

from .entry import Entry
from .statement_error import StatementRejected, rejected

_AMOUNT_MAX: Final = 10**18 - 1
_DATE_FIRST: Final = date(1990, 1, 1)
_DATE_LAST: Final = date(2100, 12, 31)
_ACCOUNT_MAX: Final = 64
_NAME_MAX: Final = 200
_TEXT_MAX: Final = 2000
_CODE_MAX: Final = 200
_DESCRIPTION_MAX: Final = 20_000


def out_of_bounds(entry: Entry) -> StatementRejected | None:
    """The rejection of an entry that the wire and the partitions can't hold: 18 digits, 1990 to 2100, text lengths."""
    if (
        -_AMOUNT_MAX <= entry.amount_minor <= _AMOUNT_MAX
        and _DATE_FIRST <= entry.booking_date <= _DATE_LAST
        and len(entry.account_identifier) <= _ACCOUNT_MAX
        and len(entry.description) <= _DESCRIPTION_MAX
        and _short(entry.reference)
        and _short(entry.counterparty_name)
        and _short(entry.bank_reference)
        and _short(entry.counterparty_account)
    ):
        code, name = entry.transaction_code, entry.account_name
        if (code is None or len(code) <= _CODE_MAX) and (name is None or len(name) <= _NAME_MAX):
            return None
    return _explained(entry)


def _short(text: str | None) -> bool:
    return text is None or len(text) <= _TEXT_MAX


def _explained(entry: Entry) -> StatementRejected:
    if not -_AMOUNT_MAX <= entry.amount_minor <= _AMOUNT_MAX:
        return rejected("amount_out_of_range", entry.line, "amount", "at most 18 digits", got=str(entry.amount_minor))
    if not _DATE_FIRST <= entry.booking_date <= _DATE_LAST:
        expected = f"a day from {_DATE_FIRST} to {_DATE_LAST}"
        return rejected("date_out_of_range", entry.line, "booking date", expected, got=str(entry.booking_date))
    texts = (
        ("account", entry.account_identifier, _ACCOUNT_MAX),
        ("account name", entry.account_name, _NAME_MAX),
        ("transaction code", entry.transaction_code, _CODE_MAX),
        ("reference", entry.reference, _TEXT_MAX),
        ("bank reference", entry.bank_reference, _TEXT_MAX),
        ("counterparty name", entry.counterparty_name, _TEXT_MAX),
        ("counterparty account", entry.counterparty_account, _TEXT_MAX),
        ("description", entry.description, _DESCRIPTION_MAX),
    )
    field, text, longest = next(found for found in texts if found[1] is not None and len(found[1]) > found[2])
    return rejected("text_too_long", entry.line, field, f"at most {longest} characters", got=text)

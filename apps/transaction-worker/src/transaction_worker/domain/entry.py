from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """One booked movement on one account, as every format is normalised to it.

    Texts are trimmed and hold no control characters (PostgreSQL's text refuses NUL); an absent optional text is
    None, never "". `line` is the 1-based line in the file where the entry starts (for `json`: its 1-based position).
    """

    account_identifier: str
    """IBAN without blanks where the file has one, else the account as the file gives it."""
    account_name: str | None
    currency: str
    """ISO 4217 alphabetic code, upper case."""
    booking_date: date
    value_date: date | None
    amount_minor: int
    """Minor units of `currency`; credit positive, debit negative."""
    reference: str | None
    """End-to-end id or customer reference."""
    bank_reference: str | None
    counterparty_name: str | None
    counterparty_account: str | None
    description: str
    transaction_code: str | None
    line: int

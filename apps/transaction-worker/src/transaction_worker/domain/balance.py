from dataclasses import dataclass
from datetime import date
from typing import Literal

BalanceKind = Literal[
    "opening",
    "closing",
    "opening_available",
    "closing_available",
    "forward_available",
    "interim",
    "interim_available",
    "information",
    "expected",
    "other",
]


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance that a statement states. `amount_minor` is signed (debit negative), in minor units of `currency`."""

    kind: BalanceKind
    amount_minor: int
    currency: str
    balance_date: date | None
    line: int

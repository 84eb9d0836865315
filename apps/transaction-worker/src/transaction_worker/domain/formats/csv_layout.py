import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from ..csv_mapping import CsvColumn, CsvColumns
from ..statement_error import rejected

RECOGNISED_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "booking_date": (
        "booking date", "bookingdate", "date", "transaction date", "posting date", "posted date", "post date",
        "entry date", "buchungstag", "buchungsdatum", "boekdatum", "datum",
    ),
    "value_date": ("value date", "valuedate", "valuta", "valutadatum", "wertstellung", "rentedatum"),
    "amount": (
        "amount", "betrag", "umsatz", "bedrag", "montant", "importe", "transaction amount", "betrag eur",
        "betrag in eur", "bedrag eur", "amount eur",
    ),
    "credit": ("credit", "credit amount", "paid in", "money in", "deposit", "deposits", "haben"),
    "debit": ("debit", "debit amount", "paid out", "money out", "withdrawal", "withdrawals", "soll"),
    "currency": ("currency", "ccy", "currency code", "waehrung", "währung", "munt"),
    "reference": (
        "reference", "end to end id", "endtoendid", "end to end reference", "customer reference", "ref", "referenz",
        "kundenreferenz", "transaction id",
    ),
    "counterparty_name": (
        "counterparty name", "counterpartyname", "counterparty", "payee", "name", "beneficiary", "merchant",
    ),
    "counterparty_account": ("counterparty account", "counterpartyaccount", "counterparty iban"),
    "description": (
        "description", "memo", "details", "narrative", "purpose", "text", "verwendungszweck", "omschrijving",
    ),
    "account": (
        "account", "account identifier", "account number", "iban", "account id", "auftragskonto", "iban bban",
        "kontonummer",
    ),
    "status": ("status", "booking status", "buchungsstatus", "info"),
    "direction": (
        "credit debit indicator", "debit credit indicator", "cdtdbtind", "soll haben", "soll haben kennzeichen", "s h",
        "af bij", "bij af", "debit credit", "credit debit", "dr cr", "cr dr", "d c", "c d",
    ),
}  # fmt: skip
"""Without a mapping: the headers that each column is known by, blanks for any punctuation, best first."""

_DIRECTION_IF_ALL_ARE: Final = ("direction", "type", "transaction type")
_DEBIT_WORDS: Final = frozenset({"s", "d", "dr", "dbit", "debit", "debet", "af", "soll"})
_NEGATIVE: Final = re.compile(r"[-\u2212(]")
_PENDING: Final = frozenset({"vorgemerkt", "umsatz vorgemerkt", "pending", "pdng"})
_CREDIT_WORDS: Final = frozenset({"h", "c", "cr", "crdt", "credit", "bij", "haben"})


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """0-based positions of the columns in a row; `width` is the number of headers, None without a header."""

    booking_date: int
    value_date: int | None
    amount: int | None
    credit: int | None
    debit: int | None
    currency: int | None
    reference: int | None
    counterparty_name: int | None
    counterparty_account: int | None
    description: int | None
    account: int | None
    direction: int | None
    status: int | None
    width: int | None

    @property
    def needed(self) -> int:
        """The columns that a row must at least have to hold date and amount."""
        return 1 + max(
            position
            for position in (self.booking_date, self.amount, self.credit, self.debit, self.direction)
            if position is not None
        )


def mapped_layout(columns: CsvColumns, header: Sequence[str] | None, line: int) -> CsvLayout:
    """The mapping's columns as positions; a header that is absent or stands twice is rejected."""
    positions: dict[str, int | None] = {}
    for member in fields(columns):
        column: CsvColumn | None = getattr(columns, member.name)
        positions[member.name] = None if column is None else _position(column, member.name, header, line)
    return _layout(positions, None if header is None else len(header))


def recognised_layout(header: Sequence[str]) -> CsvLayout | None:
    """The layout by well-known headers; None when the row has no date or no amount among them."""
    names = [_plain(name) for name in header]
    positions = {
        column: next((names.index(known) for known in headers if known in names), None)
        for column, headers in RECOGNISED_HEADERS.items()
    }
    split = positions["credit"] is not None and positions["debit"] is not None
    if positions["booking_date"] is None or not (split or positions["amount"] is not None):
        return None
    if positions["amount"] is not None:
        positions["credit"] = positions["debit"] = None
    else:
        positions["direction"] = None
    return _layout(positions, len(header))


def with_direction(layout: CsvLayout, header: Sequence[str], rows: Sequence[Sequence[str]]) -> CsvLayout:
    """The layout with a column such as `type` as its direction, where its values are words for one.

    Each of them, or one for debit where no amount has a sign of its own.
    """
    if layout.amount is None or layout.direction is not None:
        return layout
    names = [_plain(name) for name in header]
    amount = layout.amount
    unsigned = not any(_NEGATIVE.search(row[amount]) for row in rows if len(row) > amount)
    for place in (names.index(name) for name in _DIRECTION_IF_ALL_ARE if name in names):
        signs = [direction(text) for row in rows if len(row) > place and (text := row[place].strip())]
        # Debits among amounts that are all unsigned: any other word leaves its sign open and is rejected.
        if signs and (None not in signs or (unsigned and -1 in signs)):
            return replace(layout, direction=place)
    return layout


def is_pending(layout: CsvLayout, row: Sequence[str]) -> bool:
    """Whether the row's status says that it is not booked yet."""
    place = layout.status
    return place is not None and place < len(row) and _plain(row[place]) in _PENDING


def direction(text: str) -> int | None:
    """1 for a word for credit, -1 for one for debit, None for any other."""
    word = text.strip().casefold()
    return -1 if word in _DEBIT_WORDS else 1 if word in _CREDIT_WORDS else None


def ambiguous_header(header: Sequence[str]) -> str | None:
    """A recognised header that stands twice, so that no one can say which column is meant."""
    names = [_plain(name) for name in header]
    known = {name for headers in RECOGNISED_HEADERS.values() for name in headers}
    return next((name for name in names if name in known and names.count(name) > 1), None)


def _layout(positions: Mapping[str, int | None], width: int | None) -> CsvLayout:
    booking_date = positions["booking_date"]
    assert booking_date is not None, "a layout without booking date is never asked for"
    return CsvLayout(
        booking_date=booking_date,
        value_date=positions["value_date"],
        amount=positions["amount"],
        credit=positions["credit"],
        debit=positions["debit"],
        currency=positions["currency"],
        reference=positions["reference"],
        counterparty_name=positions["counterparty_name"],
        counterparty_account=positions["counterparty_account"],
        description=positions["description"],
        account=positions["account"],
        direction=positions.get("direction"),
        status=positions.get("status"),
        width=width,
    )


def _position(column: CsvColumn, member: str, header: Sequence[str] | None, line: int) -> int:
    if isinstance(column, int):
        if header is not None and column > len(header):
            raise rejected(
                "column_missing",
                line,
                f"column {column} ({member})",
                f"at least {column} columns",
                got=f"{len(header)}",
            )
        return column - 1
    names = [name.strip().casefold() for name in header or ()]
    wanted = column.strip().casefold()
    if wanted not in names:
        raise rejected(
            "column_missing", line, f"header {column!r} ({member})", f"a column {column!r}", got=", ".join(header or ())
        )
    if names.count(wanted) > 1:
        raise rejected("column_ambiguous", line, f"header {column!r} ({member})", "one such column; map it by position")
    return names.index(wanted)


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\W_]+", name.strip().casefold())).strip()

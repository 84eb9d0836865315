import re
from dataclasses import dataclass
from typing import Final

from .currency_exponents import CURRENCY_EXPONENTS
from .statement_error import StatementRejected, rejected

CsvColumn = str | int

_COLUMN_NAMES: Final = {
    "bookingDate": "booking_date",
    "valueDate": "value_date",
    "amount": "amount",
    "credit": "credit",
    "debit": "debit",
    "currency": "currency",
    "reference": "reference",
    "counterpartyName": "counterparty_name",
    "counterpartyAccount": "counterparty_account",
    "description": "description",
    "account": "account",
}
_MEMBERS: Final = {"delimiter", "hasHeader", "dateFormat", "decimalSeparator", "columns", "account", "currency"}
_DATE_FORMAT = re.compile(r"(?:YYYY|YY|MM|M|DD|D|[-./ ]){3,8}")
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class CsvColumns:
    """Columns by header name (matched without case and outer blanks) or 1-based position.

    Either `amount`, signed, or both `credit` and `debit`, unsigned.
    """

    booking_date: CsvColumn
    value_date: CsvColumn | None = None
    amount: CsvColumn | None = None
    credit: CsvColumn | None = None
    debit: CsvColumn | None = None
    currency: CsvColumn | None = None
    reference: CsvColumn | None = None
    counterparty_name: CsvColumn | None = None
    counterparty_account: CsvColumn | None = None
    description: CsvColumn | None = None
    account: CsvColumn | None = None


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """How to read a CSV statement. `from_json` takes the JSON form of contracts' `CsvMapping`."""

    columns: CsvColumns
    has_header: bool = True
    date_format: str = "YYYY-MM-DD"
    decimal_separator: str = "."
    delimiter: str | None = None
    account: str | None = None
    currency: str | None = None

    @classmethod
    def from_json(cls, value: object) -> "CsvMapping":
        """Raises `StatementRejected` (`mapping_invalid`), naming the member at fault."""
        members = _object(value, "mapping")
        unknown = sorted(set(members) - _MEMBERS)
        if unknown:
            raise _invalid(f"mapping.{unknown[0]}", f"one of {', '.join(sorted(_MEMBERS))}", unknown[0])
        has_header = members.get("hasHeader", True)
        if not isinstance(has_header, bool):
            raise _invalid("mapping.hasHeader", "true or false", has_header)
        mapping = cls(
            columns=_columns(members.get("columns"), has_header=has_header),
            has_header=has_header,
            date_format=_text(members, "dateFormat") or "YYYY-MM-DD",
            decimal_separator=_text(members, "decimalSeparator") or ".",
            delimiter=_text(members, "delimiter"),
            account=_text(members, "account"),
            currency=_text(members, "currency"),
        )
        _check(mapping)
        return mapping


def _check(mapping: CsvMapping) -> None:
    date_format = mapping.date_format
    parts = re.findall("Y+|M+|D+", date_format)
    if _DATE_FORMAT.fullmatch(date_format) is None or sorted(part[0] for part in parts) != ["D", "M", "Y"]:
        raise _invalid("mapping.dateFormat", "year, month and day once each, such as DD.MM.YYYY", date_format)
    if mapping.decimal_separator not in {".", ","}:
        raise _invalid("mapping.decimalSeparator", "'.' or ','", mapping.decimal_separator)
    if mapping.delimiter is not None and mapping.delimiter not in _DELIMITERS:
        raise _invalid("mapping.delimiter", "one of , ; tab |", mapping.delimiter)
    if mapping.currency is not None and mapping.currency not in CURRENCY_EXPONENTS:
        raise _invalid("mapping.currency", "an ISO 4217 code", mapping.currency)


def _columns(value: object, *, has_header: bool) -> CsvColumns:
    members = _object(value, "mapping.columns")
    named: dict[str, CsvColumn] = {}
    for member, column in members.items():
        place = f"mapping.columns.{member}"
        if member not in _COLUMN_NAMES:
            raise _invalid(place, f"one of {', '.join(_COLUMN_NAMES)}", member)
        if isinstance(column, bool) or not isinstance(column, (str, int)):
            raise _invalid(place, "a header or a position from 1", column)
        if isinstance(column, int) and not 1 <= column <= 1000:
            raise _invalid(place, "a position from 1 to 1000", column)
        if isinstance(column, str) and not has_header:
            raise _invalid(place, "a position from 1, as the file has no header", column)
        named[_COLUMN_NAMES[member]] = column
    if "booking_date" not in named:
        raise _invalid("mapping.columns.bookingDate", "a column", None)
    if "amount" in named and ("credit" in named or "debit" in named):
        raise _invalid("mapping.columns.amount", "either amount or credit and debit", named["amount"])
    if "amount" not in named and not {"credit", "debit"} <= named.keys():
        raise _invalid("mapping.columns.amount", "amount, or both credit and debit", None)
    return CsvColumns(**named)


def _object(value: object, place: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _invalid(place, "a JSON object", value)
    return value


def _text(members: dict[str, object], name: str) -> str | None:
    value = members.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise _invalid(f"mapping.{name}", "a text", value)
    return value


def _invalid(field: str, expected: str, got: object) -> StatementRejected:
    return rejected("mapping_invalid", None, field, expected, got=None if got is None else str(got))

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CsvColumns:
    """Columns by header name (matched without case and outer blanks) or 1-based position."""

    booking_date: str | int
    value_date: str | int | None = None
    amount: str | int | None = None
    credit: str | int | None = None
    debit: str | int | None = None
    currency: str | int | None = None
    reference: str | int | None = None
    counterparty_name: str | int | None = None
    counterparty_account: str | int | None = None
    description: str | int | None = None
    account: str | int | None = None
    bank_reference: str | int | None = None
    transaction_code: str | int | None = None


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """How to read a CSV statement. `CsvMapping.from_json` takes the uploaded JSON form."""

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
        raise NotImplementedError

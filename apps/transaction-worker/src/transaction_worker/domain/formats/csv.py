import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import BinaryIO, Final

from ..account_identifier import account_identifier
from ..clean_text import clean_text
from ..currency_exponents import CURRENCY_EXPONENTS
from ..date_format import date_reader
from ..entry import Entry
from ..minor_units import AmountFault, amount_expectation
from ..parse_options import ParseOptions
from ..statement_error import rejected
from ..statement_under_way import StatementUnderWay
from ..text_lines import text_lines
from .csv_amount import csv_amount, says_credit
from .csv_layout import (
    CsvLayout,
    ambiguous_header,
    direction,
    is_pending,
    mapped_layout,
    recognised_layout,
    with_direction,
)
from .csv_sniff import either_separator, sniff_date_formats, sniff_decimal_separator, sniff_delimiter

NumberedRow = tuple[int, list[str]]

_SAMPLE_ROWS: Final = 500
_HEADER_SEARCH_ROWS: Final = 30
_ACCOUNTS_MAX: Final = 10_000


def read_csv(stream: BinaryIO, head: bytes, options: ParseOptions) -> Iterator[Entry]:
    """Entries of a CSV file, one per row, by `options.mapping` or, without one, by well-known headers.

    RFC 4180 quoting; a row's line is the one it starts on, whatever line breaks its quoted fields hold.
    """
    mapping = options.mapping
    delimiter = (mapping.delimiter if mapping else None) or sniff_delimiter(_head_text(head))
    rows = _numbered_rows(text_lines(stream, head, keep_ends=True), delimiter)
    proven = True
    if mapping is None:
        layout, date_format, (separator, proven), rows = _recognise(rows)
    else:
        first = next(rows, None) if mapping.has_header else None
        if first is None and mapping.has_header:
            raise rejected("file_empty", 1, "header", "a header row")
        layout = mapped_layout(mapping.columns, first[1] if first else None, first[0] if first else 1)
        date_format, separator = mapping.date_format, mapping.decimal_separator
    account = (mapping.account if mapping else None) or options.account
    currency = (mapping.currency if mapping else None) or options.currency
    rows_reader = _RowReader(layout, date_format, separator, account, currency)
    rows_reader.separator_proven = proven
    yield from rows_reader.entries(rows)
    options.summaries.extend(statement.close("closing balance") for statement in rows_reader.statements.values())


def _head_text(head: bytes) -> str:
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1"
    return head[: len(head) // 2 * 2].decode(encoding, errors="replace")


def _numbered_rows(lines: Iterator[str], delimiter: str) -> Iterator[NumberedRow]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if any(row) and any(map(str.strip, row)):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise rejected("csv_malformed", line, "row", "RFC 4180 quoting", got=str(error)) from error


def _recognise(rows: Iterator[NumberedRow]) -> tuple[CsvLayout, str, tuple[str, bool], Iterator[NumberedRow]]:
    line, layout, header = 1, None, list[str]()
    for line, header in islice(rows, _HEADER_SEARCH_ROWS):
        layout = recognised_layout(header)
        if layout is not None:
            doubled = ambiguous_header(header)
            if doubled is not None:
                raise rejected("column_ambiguous", line, f"header {doubled!r}", "one such column; give a mapping")
            break
    if layout is None:
        raise rejected("header_unknown", line, "header", "columns named date and amount, or a mapping")
    sample = list(islice(rows, _SAMPLE_ROWS))
    booked = [(number, row) for number, row in sample if not is_pending(layout, row)]
    layout = with_direction(layout, header, [row for _, row in booked])
    dates = [(number, row[layout.booking_date].strip()) for number, row in booked if len(row) > layout.booking_date]
    formats = sniff_date_formats(text for _, text in dates)
    if dates and not formats:
        number, text = _first_strange_date(dates)
        first = text == dates[0][1]
        expected = "a date such as 2026-01-31" if first else "a date in the format of the rows before it"
        raise rejected("date_invalid", number, "booking date", expected, got=text)
    if len({tuple(date_reader(name)(text) for _, text in dates) for name in formats}) > 1:
        raise rejected(
            "date_format_ambiguous", dates[0][0], "booking date", "a mapping with dateFormat", got=dates[0][1]
        )
    amounts = [row[place].strip() for _, row in booked for place in (layout.amount, layout.credit, layout.debit)
               if place is not None and len(row) > place]  # fmt: skip
    separator, proven = sniff_decimal_separator(amounts)
    if separator is None:
        raise rejected("decimal_separator_ambiguous", line, "amount", "a mapping with decimalSeparator")
    return layout, formats[0] if formats else "YYYY-MM-DD", (separator, proven), chain(sample, rows)


def _first_strange_date(dates: Sequence[tuple[int, str]]) -> tuple[int, str]:
    for count in range(1, len(dates) + 1):
        if not sniff_date_formats(text for _, text in dates[:count]):
            return dates[count - 1]
    raise AssertionError("every date had a format")


class _RowReader:
    def __init__(
        self, layout: CsvLayout, date_format: str, separator: str, account: str | None, currency: str | None
    ) -> None:
        self.statements: dict[str, StatementUnderWay] = {}
        self.separator_proven = True
        self._layout = layout
        self._date_format = date_format
        self._read_date: Callable[[str], date | None] = date_reader(date_format)
        self._separator = separator
        self._account = None if account is None else account_identifier(account)
        self._currency = currency

    def entries(self, rows: Iterator[NumberedRow]) -> Iterator[Entry]:
        layout = self._layout
        for line, row in rows:
            self._check_width(line, row)
            account = self._account_of(line, row)
            currency = self._currency_of(line, row)
            statement = self.statements.get(account)
            if statement is None:
                statement = self._open(account, currency, line)
            if is_pending(layout, row):
                statement.skipped_count += 1
                continue
            amount = self._amount_of(line, row, currency)
            statement.count(currency, amount)
            value_date = _cell(row, layout.value_date)
            yield Entry(
                account,
                None,
                currency,
                self._date_of(line, row[layout.booking_date], "booking date"),
                None if value_date is None else self._date_of(line, value_date, "value date"),
                amount,
                _cell(row, layout.reference),
                None,
                _cell(row, layout.counterparty_name),
                _account_cell(row, layout.counterparty_account),
                _cell(row, layout.description) or "",
                None,
                line,
            )

    def _check_width(self, line: int, row: list[str]) -> None:
        needed, width = self._layout.needed, self._layout.width
        if len(row) < needed:
            raise rejected(
                "column_missing", line, f"column {len(row) + 1}", f"at least {needed} columns", got=str(len(row))
            )
        if width is not None and len(row) > width and any(map(str.strip, row[width:])):
            raise rejected(
                "column_surplus", line, f"column {width + 1}", f"{width} columns, as the header has", got=row[width]
            )

    def _open(self, account: str, currency: str, line: int) -> StatementUnderWay:
        if len(self.statements) >= _ACCOUNTS_MAX:
            raise rejected("accounts_too_many", line, "account", f"at most {_ACCOUNTS_MAX} accounts")
        statement = self.statements[account] = StatementUnderWay(line)
        statement.account_identifier = account
        statement.currency = currency
        return statement

    def _account_of(self, line: int, row: list[str]) -> str:
        account = _account_cell(row, self._layout.account) or self._account
        if account is None:
            raise rejected("account_missing", line, self._name("account"), "an account in the row or in the mapping")
        return account

    def _currency_of(self, line: int, row: list[str]) -> str:
        currency = (_cell(row, self._layout.currency) or self._currency or "").upper()
        if currency not in CURRENCY_EXPONENTS:
            raise rejected(
                "currency_unknown" if currency else "currency_missing",
                line,
                self._name("currency"),
                "an ISO 4217 code in the row or in the mapping",
                got=currency or None,
            )
        return currency

    def _date_of(self, line: int, text: str, name: str) -> date:
        found = self._read_date(text.strip())
        if found is None:
            raise rejected("date_invalid", line, self._name(name), f"a date as {self._date_format}", got=text)
        return found

    def _amount_of(self, line: int, row: list[str], currency: str) -> int:
        layout = self._layout
        exponent = CURRENCY_EXPONENTS[currency]
        if layout.amount is not None:
            text = row[layout.amount].strip()
            amount = self._read_amount(line, "amount", text, exponent)
            if isinstance(amount, str):
                return self._amount_fault(line, "amount", text, amount, currency)
            return amount if layout.direction is None else self._directed(line, row[layout.direction], text, amount)
        sides: dict[str, int] = {}
        for name, place in (("credit", layout.credit), ("debit", layout.debit)):
            text = row[place].strip() if place is not None else ""
            if text:
                amount = self._read_amount(line, name, text, exponent)
                sides[name] = (
                    amount if isinstance(amount, int) else self._amount_fault(line, name, text, amount, currency)
                )
        if len(sides) == 2 and not all(sides.values()):
            sides = {name: amount for name, amount in sides.items() if amount} or {"credit": 0}
        if len(sides) != 1:
            expected = "an amount in one of them" + (", not in both" if sides else "")
            raise rejected("amount_missing" if not sides else "amount_ambiguous", line, "credit and debit", expected)
        return sides["credit"] if "credit" in sides else -abs(sides["debit"])

    def _read_amount(self, line: int, name: str, text: str, exponent: int) -> int | AmountFault:
        if not self.separator_proven and either_separator(text):
            expected = "a mapping with decimalSeparator"
            raise rejected("decimal_separator_ambiguous", line, self._name(name), expected, got=text)
        return csv_amount(text, exponent, self._separator)

    def _directed(self, line: int, word: str, text: str, amount: int) -> int:
        """The amount with the sign of its direction column; a sign of its own may only say the same."""
        sign = direction(word)
        if sign is None:
            raise rejected("direction_unknown", line, self._name("direction"), "a word for debit or credit", got=word)
        if (sign > 0 and amount < 0) or (sign < 0 and says_credit(text)):
            expected = f"the direction that the amount {text[:60]} has by its sign"
            raise rejected("direction_unknown", line, self._name("direction"), expected, got=word)
        return sign * abs(amount)

    def _amount_fault(self, line: int, name: str, text: str, fault: AmountFault, currency: str) -> int:
        if not text:
            raise rejected("amount_missing", line, self._name(name), "an amount")
        expected = amount_expectation(fault, CURRENCY_EXPONENTS[currency], currency)
        raise rejected(fault, line, self._name(name), f"{expected} with decimal {self._separator!r}", got=text)

    def _name(self, column: str) -> str:
        place = getattr(self._layout, column.replace(" ", "_"))
        return column if place is None else f"{column} (column {place + 1})"


def _cell(row: list[str], place: int | None) -> str | None:
    return clean_text(row[place]) if place is not None and place < len(row) else None


def _account_cell(row: list[str], place: int | None) -> str | None:
    return account_identifier(row[place]) if place is not None and place < len(row) else None

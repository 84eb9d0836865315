import io
from datetime import date
from typing import Any

import pytest

from transaction_worker.domain.csv_mapping import CsvMapping
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_error import StatementRejected

_COLUMNS = {"bookingDate": "Datum", "amount": "Betrag"}


def _mapping(**members: Any) -> CsvMapping:
    mapping = {
        "hasHeader": True,
        "dateFormat": "DD.MM.YYYY",
        "decimalSeparator": ",",
        "delimiter": ";",
        "columns": _COLUMNS,
        "account": "A-1",
        "currency": "EUR",
    }
    return CsvMapping.from_json({**mapping, **members})


def _german(*rows: str, header: str = "Datum;Betrag") -> str:
    return "\r\n".join([header, *rows])


@pytest.mark.parametrize(
    ("amount", "minor"),
    [
        ("12,50", 1250),
        ("-12,50", -1250),
        ("\u221212,50", -1250),
        ("+12,50", 1250),
        ("12,50-", -1250),
        ("12,50+", 1250),
        ("(12,50)", -1250),
        ("12,50 CR", 1250),
        ("12,50 DR", -1250),
        ("1.234.567,89", 123456789),
        ("-1.234,5", -123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1'234,50", 123450),
        ("1234", 123400),
        ("0,00", 0),
        ("12,500", 1250),
    ],
)
def test_every_usual_way_to_write_an_amount_is_read(read: Any, amount: str, minor: int) -> None:
    assert read(_german(f"02.11.2026;{amount}"), mapping=_mapping())[0].amount_minor == minor


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("", "amount_missing"),
        ("12.50", "amount_malformed"),
        ("1.23,50", "amount_malformed"),
        ("1.2345,00", "amount_malformed"),
        ("12,5,0", "amount_malformed"),
        ("zwölf", "amount_malformed"),
        ("--1", "amount_malformed"),
        ("()", "amount_malformed"),
        ("12,505", "amount_too_precise"),
        ("99999999999999999,00", "amount_out_of_range"),
    ],
)
def test_another_amount_is_rejected_by_line_and_column(rejection: Any, amount: str, code: str) -> None:
    error = rejection(_german("02.11.2026;1,00", f"02.11.2026;{amount}"), mapping=_mapping())
    assert (error.code, error.line, error.field) == (code, 3, "amount (column 2)")


@pytest.mark.parametrize(
    ("date_format", "text", "expected"),
    [
        ("YYYY-MM-DD", "2026-11-02", date(2026, 11, 2)),
        ("YYYY-MM-DD", "2026-11-02T23:59:59Z", date(2026, 11, 2)),
        ("DD.MM.YYYY", "02.11.2026 08:30", date(2026, 11, 2)),
        ("MM/DD/YYYY", "11/02/2026", date(2026, 11, 2)),
        ("D.M.YY", "2.11.26", date(2026, 11, 2)),
        ("D.M.YY", "2.11.99", date(1999, 11, 2)),
        ("YYYYMMDD", "20261102", date(2026, 11, 2)),
    ],
)
def test_dates_are_read_in_the_mapping_format(read: Any, date_format: str, text: str, expected: date) -> None:
    assert read(_german(f"{text};1,00"), mapping=_mapping(dateFormat=date_format))[0].booking_date == expected


@pytest.mark.parametrize("text", ["31.02.2026", "2026-11-02", "2.11.2026", "", "02.11.20261"])
def test_another_date_is_rejected_by_line_and_column(rejection: Any, text: str) -> None:
    error = rejection(_german("02.11.2026;1,00", f"{text};1,00"), mapping=_mapping())
    assert (error.code, error.line, error.field) == ("date_invalid", 3, "booking date (column 1)")
    assert error.expected == "a date as DD.MM.YYYY"


def test_a_quoted_line_break_does_not_shift_the_line_numbers(read: Any, rejection: Any) -> None:
    mapping = _mapping(columns={**_COLUMNS, "description": "Text"})
    text = _german('02.11.2026;1,00;"one\r\ntwo\nthree"', "02.11.2026;2,00;x", header="Datum;Betrag;Text")
    assert [(entry.line, entry.description) for entry in read(text, mapping=mapping)] == [
        (2, "one two three"),
        (5, "x"),
    ]
    assert rejection(text + "\r\n\r\nbad;1,00;x", mapping=mapping).line == 7


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_line(read: Any, ends: str) -> None:
    text = ends.join(["Datum;Betrag", "02.11.2026;1,00", "02.11.2026;2,00", ""])
    assert [(entry.line, entry.amount_minor) for entry in read(text, mapping=_mapping())] == [(2, 100), (3, 200)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_texts_survive_the_encodings_of_banks(read: Any, encoding: str) -> None:
    mapping = _mapping(columns={**_COLUMNS, "description": "Verwendung für"})
    text = _german("02.11.2026;1,00;Gebühr 5 €", header="Datum;Betrag;Verwendung für")
    assert read(text.encode(encoding), mapping=mapping)[0].description == "Gebühr 5 €"


def test_control_characters_never_reach_an_entry(read: Any) -> None:
    mapping = _mapping(columns={**_COLUMNS, "description": 3})
    text = _german("02.11.2026;1,00;a\x00b\x07  c\td", header="Datum;Betrag;Text")
    entry = read(text, mapping=mapping)[0]
    assert entry.description == "ab c d"


def test_columns_by_position_need_no_header(read: Any) -> None:
    mapping = _mapping(hasHeader=False, columns={"bookingDate": 1, "credit": 2, "debit": 3, "currency": 4})
    rows = "02.11.2026;10,00;;CHF\n02.11.2026;;4,00;EUR\n02.11.2026;0,00;-5,00;EUR"
    assert [(entry.amount_minor, entry.currency) for entry in read(rows, mapping=mapping)] == [
        (1000, "CHF"),
        (-400, "EUR"),
        (-500, "EUR"),
    ]


@pytest.mark.parametrize(("row", "code"), [("1,00;2,00", "amount_ambiguous"), (";", "amount_missing")])
def test_credit_and_debit_exclude_each_other(rejection: Any, row: str, code: str) -> None:
    mapping = _mapping(columns={"bookingDate": "Datum", "credit": "Haben", "debit": "Soll"})
    error = rejection(_german(f"02.11.2026;{row}", header="Datum;Haben;Soll"), mapping=mapping)
    assert (error.code, error.line, error.field) == (code, 2, "credit and debit")


@pytest.mark.parametrize(
    ("text", "code", "line", "field"),
    [
        ("Datum;Summe\n", "column_missing", 1, "header 'Betrag' (amount)"),
        ("Datum;Betrag;betrag \n", "column_ambiguous", 1, "header 'Betrag' (amount)"),
        ("Datum;Betrag\n02.11.2026\n", "column_missing", 2, "column 2"),
        ("Datum;Betrag\n02.11.2026;1,00;more\n", "column_surplus", 2, "column 3"),
        ('Datum;Betrag\n02.11.2026;"1,00\n02.11.2026;2,00\n', "csv_malformed", 2, "row"),
        ("\n\n", "file_empty", 1, "file"),
    ],
)
def test_a_faulty_table_is_rejected_by_line_and_column(
    rejection: Any, text: str, code: str, line: int, field: str
) -> None:
    error = rejection(text, mapping=_mapping())
    assert (error.code, error.line, error.field) == (code, line, field)


def test_account_and_currency_come_from_row_then_mapping_then_upload(read: Any, rejection: Any) -> None:
    columns = {**_COLUMNS, "account": "Konto", "currency": "W"}
    text = _german(
        "02.11.2026;1,00;DE89 3704 0044 0532 0130 00;chf", "02.11.2026;1,00;;", header="Datum;Betrag;Konto;W"
    )
    entries = read(text, mapping=_mapping(columns=columns))
    assert [(entry.account_identifier, entry.currency) for entry in entries] == [
        ("DE89370400440532013000", "CHF"),
        ("A-1", "EUR"),
    ]
    bare = _mapping(columns=columns, account=None, currency=None)
    assert read(text, mapping=bare, account="B-2", currency="USD")[1].account_identifier == "B-2"
    assert (rejection(text, mapping=bare, currency="USD").code, rejection(text, mapping=bare, account="B").code) == (
        "account_missing",
        "currency_missing",
    )
    assert rejection(text.replace("chf", "xyz"), mapping=_mapping(columns=columns)).code == "currency_unknown"


def test_well_known_headers_need_no_mapping(read: Any) -> None:
    text = 'Bank of X;\nIBAN;DE1\n\nBuchungstag;Verwendungszweck;Betrag\n13.11.2026;"Miete; Nov";-1.200,00\n'
    entry = read(text, account="A", currency="EUR")[0]
    assert (entry.booking_date, entry.amount_minor, entry.description) == (date(2026, 11, 13), -120000, "Miete; Nov")
    assert entry.line == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("when,how much\n2026-01-01,1\n", "header_unknown"),
        ("date,amount\n01/02/2026,1.00\n02/03/2026,1.00\n", "date_format_ambiguous"),
        ("date,amount\n2026-01-01,1.00\nyesterday,1.00\n", "date_invalid"),
        ('date,amount\n2026-01-01,1.00\n2026-01-01,"1,50"\n', "decimal_separator_ambiguous"),
        ("date,date,amount\n2026-01-01,2026-01-01,1.00\n", "column_ambiguous"),
    ],
)
def test_without_a_mapping_nothing_is_guessed(rejection: Any, text: str, code: str) -> None:
    assert rejection(text, account="A", currency="EUR").code == code


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"columns": {"amount": 1}}, "mapping.columns.bookingDate"),
        ({"columns": {"bookingDate": 1}}, "mapping.columns.amount"),
        ({"columns": {"bookingDate": 1, "credit": 2}}, "mapping.columns.amount"),
        ({"columns": {"bookingDate": 1, "amount": 2, "debit": 3}}, "mapping.columns.amount"),
        ({"columns": {"bookingDate": 0, "amount": 2}}, "mapping.columns.bookingDate"),
        ({"columns": {"bookingDate": True, "amount": 2}}, "mapping.columns.bookingDate"),
        ({"columns": {"bookingDate": 1, "amount": 2, "memo": 3}}, "mapping.columns.memo"),
        ({"columns": []}, "mapping.columns"),
        ({"hasHeader": "yes"}, "mapping.hasHeader"),
        ({"hasHeader": False}, "mapping.columns.bookingDate"),
        ({"dateFormat": "DD.MM"}, "mapping.dateFormat"),
        ({"dateFormat": "DD.MM.DD"}, "mapping.dateFormat"),
        ({"decimalSeparator": ";"}, "mapping.decimalSeparator"),
        ({"delimiter": "x"}, "mapping.delimiter"),
        ({"currency": "XXX"}, "mapping.currency"),
        ({"extra": 1}, "mapping.extra"),
    ],
)
def test_a_faulty_mapping_is_rejected_by_member(members: dict[str, Any], field: str) -> None:
    with pytest.raises(StatementRejected) as caught:
        _mapping(**members)
    assert (caught.value.error.code, caught.value.error.line, caught.value.error.field) == (
        "mapping_invalid",
        None,
        field,
    )


def test_equal_rows_stay_two_entries(read: Any) -> None:
    entries = read(_german("02.11.2026;-2,50", "02.11.2026;-2,50"), mapping=_mapping())
    assert [(entry.amount_minor, entry.line) for entry in entries] == [(-250, 2), (-250, 3)]


@pytest.mark.parametrize(
    ("header", "debit", "credit"),
    [
        ("Soll/Haben", "S", "H"),
        ("Soll/Haben", "Soll", "Haben"),
        ("S/H", "s", "h"),
        ("Af Bij", "Af", "Bij"),
        ("Debit/Credit", "D", "C"),
        ("DR/CR", "DR", "CR"),
        ("Credit Debit Indicator", "DBIT", "CRDT"),
        ("CdtDbtInd", "DBIT", "CRDT"),
        ("Type", "Debit", "Credit"),
        ("direction", "debit", "credit"),
    ],
)
def test_a_direction_column_signs_an_unsigned_amount(read: Any, header: str, debit: str, credit: str) -> None:
    text = f"date;amount;{header}\n2026-01-01;5.00;{debit}\n2026-01-01;7.00;{credit}\n2026-01-01;-5.00;{debit}\n"
    assert [entry.amount_minor for entry in read(text, account="A", currency="EUR")] == [-500, 700, -500]


@pytest.mark.parametrize(
    "row", ["5.00;X", "5.00;", "-5.00;C", "+5.00;D", "5.00+;D", "5.00 CR;D", "5.00 DR;C", "(5.00);C"]
)
def test_an_unknown_or_untrue_direction_is_rejected(rejection: Any, row: str) -> None:
    error = rejection(f"date;amount;dr/cr\n2026-01-01;1.00;D\n2026-01-01;{row}\n", account="A", currency="EUR")
    assert (error.code, error.line, error.field) == ("direction_unknown", 3, "direction (column 3)")


def test_a_type_column_that_leaves_a_sign_open_is_rejected(rejection: Any) -> None:
    error = rejection("date,amount,type,currency,account\n2026-01-31,9.00,Debit,EUR,A\n2026-01-31,1.00,Fee,EUR,A\n")
    assert (error.code, error.line, error.field) == ("direction_unknown", 3, "direction (column 3)")


def test_a_type_column_beside_signed_amounts_is_no_direction(read: Any) -> None:
    entries = read("date,amount,type,currency,account\n2026-01-31,-9.00,Debit,EUR,A\n2026-01-31,-1.00,Fee,EUR,A\n")
    assert [entry.amount_minor for entry in entries] == [-900, -100]


def test_a_type_column_of_other_words_is_no_direction(read: Any) -> None:
    text = "date;amount;type\n2026-01-01;-5.00;credit\n2026-01-01;-7.00;transfer\n"
    assert [entry.amount_minor for entry in read(text, account="A", currency="EUR")] == [-500, -700]


@pytest.mark.parametrize("amount", ["1.000", "-2.500", "1,000", "12.345 DR", "(999,999)"])
def test_three_digits_after_the_only_separator_of_a_file_are_not_guessed(rejection: Any, amount: str) -> None:
    error = rejection(f"date;amount\n2026-01-01;7\n2026-01-01;{amount}\n", account="A", currency="EUR")
    assert (error.code, error.line, error.field) == ("decimal_separator_ambiguous", 3, "amount (column 2)")
    assert error.expected == "a mapping with decimalSeparator"


@pytest.mark.parametrize(
    ("amounts", "minor"),
    [
        (["1000", "-25"], [100000, -2500]),
        (["1.000", "2,50"], [100000, 250]),
        (["1,000", "2.50"], [100000, 250]),
        (["1.000", "1.000.000"], [100000, 100000000]),
        (["1,000", "1,000,000"], [100000, 100000000]),
        (["1.000", "0,500"], [100000, 50]),
        (["1,000", "0.500"], [100000, 50]),
    ],
)
def test_a_separator_that_another_amount_proves_is_used(read: Any, amounts: list[str], minor: list[int]) -> None:
    text = "\n".join(["date;amount;a;b", *(f"2026-01-01;{amount};;" for amount in amounts)])
    assert [entry.amount_minor for entry in read(text, account="A", currency="EUR")] == minor


@pytest.mark.parametrize(("header", "word"), [("Info", "Umsatz vorgemerkt"), ("Status", "Pending"), ("status", "PDNG")])
def test_pending_rows_are_counted_and_left_out(header: str, word: str) -> None:
    text = f"date;amount;{header}\n;5,00;{word}\n2026-01-01;7.00;booked\n"
    parsed = parse_statement(io.BytesIO(text.encode()), file_name="a.csv", account="A", currency="EUR")
    assert [entry.amount_minor for entry in parsed] == [700]
    assert [(summary.entry_count, summary.skipped_count) for summary in parsed.summaries] == [(1, 1)]

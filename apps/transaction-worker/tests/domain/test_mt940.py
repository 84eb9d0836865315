import io
from typing import Any

import pytest

from transaction_worker.domain.formats.mt940_details import read_mt940_details
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_summary import StatementSummary


def _mt940(*fields: str, opening: str = "C260101EUR100,", closing: str = "C260102EUR100,") -> str:
    return "\n".join([":20:X", ":25:ACC", ":28C:1/1", f":60F:{opening}", *fields, f":62F:{closing}", "-", ""])


def _summaries(text: str) -> tuple[StatementSummary, ...]:
    parsed = parse_statement(io.BytesIO(text.encode()), file_name="a.sta")
    list(parsed)
    return parsed.summaries


@pytest.mark.parametrize(
    ("line", "minor", "value", "booked", "reference", "bank", "code"),
    [
        ("2601020102C10,5NTRFINV-1//B1", 1050, "2026-01-02", "2026-01-02", "INV-1", "B1", "NTRF"),
        ("260102D10,NTRFINV-1", -1000, "2026-01-02", "2026-01-02", "INV-1", None, "NTRF"),
        ("260102RC10,NTRFINV-1", -1000, "2026-01-02", "2026-01-02", "INV-1", None, "NTRF"),
        ("260102RD10,NTRFINV-1", 1000, "2026-01-02", "2026-01-02", "INV-1", None, "NTRF"),
        ("260102CR10,NTRFINV-1", 1000, "2026-01-02", "2026-01-02", "INV-1", None, "NTRF"),
        ("260102RCR10,NTRFINV-1", -1000, "2026-01-02", "2026-01-02", "INV-1", None, "NTRF"),
        ("2601021231C0,01NMSCNONREF//NONREF", 1, "2026-01-02", "2025-12-31", None, None, "NMSC"),
        ("2512310102C0,01NMSCNONREF", 1, "2025-12-31", "2026-01-02", None, None, "NMSC"),
        ("2403010229C1,NTRFX", 100, "2024-03-01", "2024-02-29", "X", None, "NTRF"),
        ("260102    D6,00NOVBNL47INGB999999999", -600, "2026-01-02", "2026-01-02", "NL47INGB999999999", None, "NOVB"),
        ("260102D000000000025,00N102EREF            ", -2500, "2026-01-02", "2026-01-02", None, None, "N102"),
        ("260102C50,00 NTRFNONREF//210902", 5000, "2026-01-02", "2026-01-02", None, "210902", "NTRF"),
    ],
)  # fmt: skip
def test_a_statement_line_is_read_by_its_subfields(
    read: Any, line: str, minor: int, value: str, booked: str, reference: str | None, bank: str | None, code: str
) -> None:
    entry = read(_mt940(f":61:{line}"))[0]
    assert (entry.amount_minor, str(entry.value_date), str(entry.booking_date)) == (minor, value, booked)
    assert (entry.reference, entry.bank_reference, entry.transaction_code) == (reference, bank, code)


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("26010C1,NTRFX", "field_invalid", ":61: value date"),
        ("260230C1,NTRFX", "date_invalid", ":61: value date"),
        ("2601021301C1,NTRFX", "date_invalid", ":61: entry date"),
        ("260102X1,NTRFX", "field_invalid", ":61: debit/credit mark"),
        ("260102C100NTRFX", "field_invalid", ":61: amount"),
        ("260102C1.50NTRFX", "field_invalid", ":61: amount"),
        ("260102C1,505NTRFX", "amount_too_precise", ":61: amount"),
        ("260102C,NTRFX", "amount_malformed", ":61: amount"),
        ("260102C1,NTR", "field_invalid", ":61: transaction type"),
        ("", "field_invalid", ":61: value date"),
    ],
)
def test_a_faulty_statement_line_is_rejected_by_subfield(rejection: Any, line: str, code: str, field: str) -> None:
    error = rejection(_mt940(f":61:{line}", ":86:text"))
    assert (error.code, error.line, error.field) == (code, 5, field)


@pytest.mark.parametrize(
    ("opening", "code", "field"),
    [
        ("X260101EUR1,", "field_invalid", ":60F: debit/credit mark"),
        ("C2601EUR1,", "field_invalid", ":60F: date"),
        ("C261301EUR1,", "date_invalid", ":60F: date"),
        ("C260101XXX1,", "currency_unknown", ":60F: currency"),
        ("C2601011,", "currency_missing", ":60F: currency"),
        ("C260101EUR1.00", "field_invalid", ":60F: amount"),
        ("C260101JPY1,5", "amount_too_precise", ":60F: amount"),
    ],
)
def test_a_faulty_balance_is_rejected_by_subfield(rejection: Any, opening: str, code: str, field: str) -> None:
    error = rejection(_mt940(opening=opening))
    assert (error.code, error.line, error.field) == (code, 4, field)


@pytest.mark.parametrize(
    ("text", "code", "line", "field"),
    [
        (":20:X\n:28C:1\n", "tag_unexpected", 2, ":28C:"),
        (":20:X\n:25:A\n:61:260102C1,NTRFX\n", "tag_unexpected", 3, ":61:"),
        (":20:X\n:25:A\n:28C:1\n:60F:C260101EUR1,\n-\n", "tag_missing", 4, ":62F:"),
        (":20:X\n:25:A\n:28C:1\n:60F:C260101EUR1,\n", "tag_missing", 4, ":62F:"),
        (":20:X\n:25:A\n:28C:1\n:60F:C260101EUR1,\n:25:A\n", "tag_unexpected", 5, ":25:"),
        (":20:X\n:25:A\n:28C:1\n:60F:C260101EUR1,\n:77:A\n", "tag_unknown", 5, ":77:"),
        (":20:X\n:25:\n", "account_missing", 2, ":25:"),
        (":20:X\n:25:A\n:28C:1\n:62F:C260101EUR1,\n", "tag_unexpected", 4, ":62F:"),
        ("-\n:25:A\n:20:X\n", "tag_unexpected", 2, ":25:"),
    ],
)
def test_fields_out_of_order_are_rejected(rejection: Any, text: str, code: str, line: int, field: str) -> None:
    error = rejection(text, format="mt940")
    assert (error.code, error.line, error.field) == (code, line, field)


def test_a_missing_reference_passes_only_where_the_balances_prove_the_reading(rejection: Any) -> None:
    line = ":61:260102C10,NMSC"
    true = _summaries(_mt940(line, closing="C260102EUR110,"))[0]
    assert [warning.code for warning in true.warnings] == ["reference_missing"]
    assert rejection(_mt940(line, closing="C260102EUR111,")).code == "reference_missing"


def test_more_than_six_lines_of_details_pass_only_where_the_balances_prove_the_reading(rejection: Any) -> None:
    fields = (":61:260102C10,NMSCX", ":86:1\n2\n3\n4\n5\n6\n7")
    assert _summaries(_mt940(*fields, closing="C260102EUR110,"))[0].warnings[0].code == "details_too_long"
    assert rejection(_mt940(*fields, closing="C260102EUR111,")).code == "details_too_long"


def test_untrue_balances_alone_are_a_warning() -> None:
    summary = _summaries(_mt940(":61:260102C10,NMSCX", closing="C260102EUR111,"))[0]
    assert [(warning.code, warning.line) for warning in summary.warnings] == [("balance_mismatch", 6)]
    assert "make 11000, the closing balance says 11100" in summary.warnings[0].message


def test_a_time_of_day_that_a_full_line_broke_is_text(read: Any) -> None:
    full = "x" * 58 + "T13"
    entry = read(_mt940(":61:260102C1,NMSCX", f":86:{full}", ":12:11 and more", closing="C260102EUR101,"))[0]
    assert entry.description.endswith("T13 :12:11 and more")


def test_swift_blocks_and_bank_preambles_are_passed(read: Any) -> None:
    swift = "{1:F01BANKXXXX0000000000}{2:O940BANKXXXXN}{3:}{4:\n" + _mt940(":61:260102C1,NMSCX").replace(
        "-\n", "-}{5:}\n"
    )
    one_line = swift.replace("{4:\n", "{4:")
    preamble = "ABNANL2A\n940\nABNANL2A\n" + _mt940(":61:260102C1,NMSCX")
    controls = "\x01\n" + _mt940(":61:260102C1,NMSCX").replace("-\n", "-\x03")
    for text in (swift + swift, one_line + one_line, preamble + preamble, controls + controls):
        assert len(read(text, format="mt940")) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_texts_survive_the_encodings_of_banks(read: Any, encoding: str) -> None:
    assert read(_mt940(":61:260102C1,NMSCX", ":86:Gebühr €").encode(encoding))[0].description == "Gebühr €"


@pytest.mark.parametrize(
    ("lines", "description", "reference", "name", "account"),
    [
        (["166?00TEXT?20SVWZ+a?30BIC?31123?32N"], "TEXT a", None, "N", "123"),
        (["000>100987>20HUUR>21KANTOOR"], "HUUR KANTOOR", None, None, None),
        (["008~00PRZELEW~20Faktura 1~32JAN~38PL61109010140000071219812874"], "PRZELEW Faktura 1", None, "JAN",
         "PL61109010140000071219812874"),
        (["166?20a?31123?38DE89370400440532013000?32MUSTER?33GMBH"], "a", None, "MUSTER GMBH",
         "DE89370400440532013000"),
        (["166?20a?31123?38456?32MUSTERMANN UND SOEHNE BAUGE?33SELLSCHAFT"], "a", None,
         "MUSTERMANN UND SOEHNE BAUGESELLSCHAFT", "123"),
        (["166?20EREF+NOTPROVIDED?21KREF+K1"], "EREF+NOTPROVIDED KREF+K1", "K1", None, None),
        (["/BENM//NAME/JOHN DOE/REMI/Reference 1/ISDT/2013-01-02"], "Reference 1", None, "JOHN DOE", None),
        (["/TRTP/SEPA OVERBOEKING/IBAN/NL02RABO0123456789/BIC/RABONL2U/NAME/X/REMI/Y/EREF/E1"], "Y", "E1", "X",
         "NL02RABO0123456789"),
        (["/CNTP/NL02RABO0123456789/RABONL2U/X BV/CITY/REMI/USTD//Y"], "Y", None, "X BV", "NL02RABO0123456789"),
        (["free text", "over lines"], "free text over lines", None, None, None),
        (["2026-01 not ?20 structured"], "2026-01 not ?20 structured", None, None, None),
        ([], "", None, None, None),
    ],
)  # fmt: skip
def test_details_are_told_apart_by_their_form(
    lines: list[str], description: str, reference: str | None, name: str | None, account: str | None
) -> None:
    found = read_mt940_details(lines)
    assert (found.description, found.reference) == (description, reference)
    assert (found.counterparty_name, found.counterparty_account) == (name, account)


def test_expected_entries_of_an_interim_report_are_counted_and_left_out() -> None:
    text = ":20:X\n:25:A\n:28C:1\n:34F:EURD0,\n:13D:2601021200+0100\n:61:260102EC5,NTRFX\n:61:260102C7,NTRFX\n-\n"
    summary = _summaries(text)[0]
    assert (summary.entry_count, summary.skipped_count, summary.currency) == (1, 1, "EUR")


def test_untrue_totals_of_an_interim_report_are_a_warning() -> None:
    text = ":20:X\n:25:A\n:28C:1\n:34F:EUR0,\n:61:260102C7,NTRFX\n:90D:0EUR0,\n:90C:1EUR8,\n-\n"
    assert [(warning.code, warning.line) for warning in _summaries(text)[0].warnings] == [("total_mismatch", 7)]


@pytest.mark.parametrize("account", ["/PL61109010140000071219812874", "/PL 61 1090 1014 0000 0712 1981 2874"])
def test_a_slash_before_an_iban_is_dropped(read: Any, account: str) -> None:
    text = _mt940(":61:260102C10,NTRFX").replace(":25:ACC", f":25:{account}")
    assert read(text)[0].account_identifier == "PL61109010140000071219812874"

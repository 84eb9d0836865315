"""Deliberately broken fixtures give an error that names line and field, and no summary that could be taken for true."""

import io
from pathlib import Path

import pytest

from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_error import StatementRejected

_MT940 = "mt940/mt940-rs/tests/data/mt940"
_OFX = "ofx/ofxparse/tests/fixtures"
_BAI2 = "bai2/moov-bai2/test/testdata"

_BROKEN = [
    ("camt053/genkgo-camt/test/data/camt053.v2.wrong.xml", "element_missing", 3, "BkToCstmrStmt/Stmt"),
    (f"{_MT940}/full/betterplace/sepa_snippet_broken.sta", "tag_unexpected", 6, ":25:"),
    (f"{_MT940}/full/jejik/knab_broken.sta", "field_invalid", 17, ":61: amount"),
    (f"{_MT940}/special-cases/february_30.sta", "date_invalid", 6, ":61: value date"),
    (f"{_MT940}/special-cases/incomplete_tag_61.sta", "reference_missing", 5, ":61: customer reference"),
    (f"{_MT940}/special-cases/invalid_statement.sta", "tag_missing", 1, ":20:"),
    (f"{_MT940}/special-cases/invalid_utf8.sta", "reference_missing", 6, ":61: customer reference"),
    (f"{_MT940}/special-cases/overly_long_details.sta", "details_too_long", 6, ":86:"),
    (f"{_MT940}/special-cases/unexpected_tag.sta", "tag_unexpected", 3, ":28C:"),
    (f"{_MT940}/special-cases/unknown_tag.sta", "tag_unknown", 9, ":12:"),
    (f"{_BAI2}/errors/sample-parseError.txt", "record_unknown", 1, "record code"),
    (f"{_BAI2}/sample4-continuations-newline-delimited.txt", "control_total_mismatch", 22, "49 account control total"),
    (f"{_BAI2}/sample5-issue113.txt", "control_total_mismatch", 22, "49 account control total"),
    (f"{_OFX}/fail_nice/date_missing.ofx", "element_missing", 33, "STMTTRN/DTPOSTED"),
    (f"{_OFX}/fail_nice/decimal_error.ofx", "amount_malformed", 37, "STMTTRN/TRNAMT"),
    (f"{_OFX}/fail_nice/empty_balance.ofx", "element_missing", 38, "LEDGERBAL/BALAMT"),
    (f"{_OFX}/error_message.ofx", "ofx_error_status", 23, "STATUS/CODE"),
    (f"{_OFX}/signon_fail.ofx", "ofx_error_status", 11, "STATUS/CODE"),
]


@pytest.mark.parametrize(
    ("fixture_named", "code", "line", "field"),
    _BROKEN,
    indirect=["fixture_named"],
    ids=[str(name).rsplit("/", 1)[-1] for name, *_ in _BROKEN],
)
def test_the_error_names_line_and_field(fixture_named: Path, code: str, line: int, field: str) -> None:
    with pytest.raises(StatementRejected) as caught:
        list(parse_statement(io.BytesIO(fixture_named.read_bytes()), file_name=fixture_named.name))
    error = caught.value.error
    assert (error.code, error.line, error.field) == (code, line, field)
    assert error.expected
    assert error.message.startswith(f"line {line}: {field.removesuffix(':')}: expected {error.expected}")

"""MT940 fixtures equal the JSON beside them, field by field.

The JSON was made by mt940-rs after its `sanitize` step, which rewrote the texts: characters outside SWIFT's set became
their nearest ASCII spelling or `.`, control characters went, and lines over 65 characters were broken. So texts are
compared after the same rewriting of both sides (`_swift`); numbers, dates, marks, codes and counts as they are.
"""

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.formats.mt940_details import Subfields, read_subfields
from transaction_worker.domain.formats.mt940_lines import TaggedField, tagged_fields
from transaction_worker.domain.formats.mt940_statement_line import StatementLine, read_statement_line
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_summary import StatementSummary

_SIGNS = {"Credit": 1, "Debit": -1, "ReverseDebit": -1, "ReverseCredit": 1}
_BALANCE_NAMES = {
    "opening_balance": "opening",
    "closing_balance": "closing",
    "closing_available_balance": "closing_available",
}
_DETAIL_LINES_MAX = 6
_RANGES = {"purpose": range(20, 30), "additional_purpose": range(60, 64)}
_NUMBERS = {
    "posting_text": "00",
    "prima_nota": "10",
    "applicant_bin": "30",
    "applicant_iban": "31",
    "return_debit_notes": "34",
}


@pytest.mark.fixture_files("mt940/**/*.json")
def test_entries_and_balances_equal_the_expected_json(fixture_file: Path) -> None:
    content = fixture_file.with_suffix(".sta").read_bytes()
    expected = json.loads(fixture_file.read_text())
    parsed = parse_statement(io.BytesIO(content), file_name=fixture_file.name)
    entries = list(parsed)
    messages = list(_messages(content))

    assert len(parsed.summaries) == len(expected)
    assert len(entries) == sum(len(message["statement_lines"]) for message in expected)
    remaining = iter(entries)
    for message, summary, fields in zip(expected, parsed.summaries, messages, strict=True):
        _check_statement(message, summary, fields)
        lines = _lines(fields, message["opening_balance"]["iso_currency_code"])
        for wanted, (line, details) in zip(message["statement_lines"], lines, strict=True):
            _check_line(wanted, line, details)
            _check_entry(wanted, line, next(remaining), summary)


def _check_statement(message: dict[str, Any], summary: StatementSummary, fields: list[TaggedField]) -> None:
    assert _swift(summary.account_identifier) == _swift(message["account_id"])
    number, _, sequence = (summary.statement_id or "").partition("/")
    assert (number, sequence or None) == (message["statement_no"], message["sequence_no"])
    assert _swift(fields[0].text) == _swift(message["transaction_ref_no"])
    related = next((field.text for field in fields if field.tag == "21"), None)
    assert related == message["ref_to_related_msg"]
    for name, kind in _BALANCE_NAMES.items():
        if message[name] is not None:
            balance = next(balance for balance in summary.balances if balance.kind == kind)
            sign = _SIGNS[message[name]["debit_credit_indicator"]]
            assert balance.amount_minor == sign * _minor(message[name]["amount"])
            assert str(balance.balance_date) == message[name]["date"]
            assert balance.currency == message[name]["iso_currency_code"]
    forward = [balance for balance in summary.balances if balance.kind == "forward_available"]
    assert len(forward) == len(message["forward_available_balance"] or [])


def _check_line(wanted: dict[str, Any], line: StatementLine, details: list[str]) -> None:
    assert str(line.value_date) == wanted["value_date"]
    assert (line.entry_date and str(line.entry_date)) == wanted["entry_date"]
    assert line.signed_minor == _SIGNS[wanted["ext_debit_credit_indicator"]] * _minor(wanted["amount"])
    assert line.funds_code == wanted["funds_code"]
    code = wanted["transaction_type_ident_code"]
    assert line.transaction_type[1:] == (code["NonStandard"] if isinstance(code, dict) else code)
    assert _swift(line.customer_reference) == _swift(wanted["customer_ref"])
    assert _swift(line.bank_reference) == _swift(wanted["bank_ref"])
    assert _swift(line.supplementary) == _swift(wanted["supplementary_details"])
    information = wanted["information_to_account_owner"]
    if isinstance(information, dict):
        subfields = read_subfields(details[:_DETAIL_LINES_MAX])
        assert subfields is not None
        assert {name: _swift(_subfield(name, subfields)) for name in information} == {
            name: _swift(text) for name, text in information.items()
        }
    else:
        assert _swift("".join(details)) == _swift(information)


def _subfield(name: str, subfields: Subfields) -> str | None:
    by_number = subfields.by_number
    if name == "transaction_code":
        return subfields.business_code
    if name in _RANGES:
        return "".join(by_number.get(str(number), "") for number in _RANGES[name])
    if name == "unknown70":  # the reference appends subfield 71, which it doesn't know either
        return by_number["70"] + by_number.get("71", "")
    if name == "applicant_name":
        return by_number.get("32", "") + by_number.get("33", "")
    return by_number[_NUMBERS.get(name, name.removeprefix("unknown"))]


def _check_entry(wanted: dict[str, Any], line: StatementLine, entry: Entry, summary: StatementSummary) -> None:
    assert entry.amount_minor == line.signed_minor
    assert entry.line == line.line
    assert str(entry.booking_date) == (wanted["entry_date"] or wanted["value_date"])
    assert str(entry.value_date) == wanted["value_date"]
    assert entry.currency == summary.currency
    assert entry.account_identifier == summary.account_identifier


def _messages(content: bytes) -> Iterator[list[TaggedField]]:
    fields: list[TaggedField] = []
    for field in tagged_fields(io.BytesIO(content), content):
        if (field is None or field.tag == "20") and fields:
            yield fields
            fields = []
        if field is not None:
            fields.append(field)


def _lines(fields: list[TaggedField], currency: str) -> list[tuple[StatementLine, list[str]]]:
    found: list[tuple[StatementLine, list[str]]] = []
    closed = False
    for field in fields:
        closed = closed or field.tag.startswith("62")
        if field.tag == "61":
            found.append((read_statement_line(field.lines, field.line, currency), []))
        elif field.tag == "86" and found and not closed:
            found[-1][1].extend(field.lines)
    return found


def _minor(amount: str) -> int:
    return int(Decimal(amount).scaleb(2))


def _swift(text: str | None) -> str | None:
    if text is None:
        return None
    ascii_text = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "replace").decode()
    return re.sub(r"[^0-9A-Za-z]", "", ascii_text) or None

"""Fixtures without expected JSON: the entries are as many as the file has, and its own totals and balances tie."""

import io
import re
from pathlib import Path

import pytest

from transaction_worker.domain.csv_mapping import CsvMapping
from transaction_worker.domain.entry import Entry
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_error import StatementRejected
from transaction_worker.domain.statement_summary import StatementSummary

_OFX_BROKEN = {"date_missing.ofx", "decimal_error.ofx", "empty_balance.ofx", "error_message.ofx", "signon_fail.ofx"}


def _read(path: Path) -> tuple[list[Entry], tuple[StatementSummary, ...]]:
    parsed = parse_statement(io.BytesIO(path.read_bytes()), file_name=path.name)
    return list(parsed), parsed.summaries


@pytest.mark.fixture_files("ofx/**/*.ofx")
def test_ofx_gives_every_bank_transaction_and_balance(fixture_file: Path) -> None:
    if fixture_file.name in _OFX_BROKEN:
        with pytest.raises(StatementRejected):
            _read(fixture_file)
        return
    entries, summaries = _read(fixture_file)
    text = fixture_file.read_text(encoding="latin-1")

    assert len(entries) == len(re.findall(r"<STMTTRN>", text))
    assert len(summaries) == len(re.findall(r"<(?:CC|INV)?STMTRS>", text))
    stated = re.findall(r"<BALAMT>\s*([-+0-9.]+)", text)
    assert [round(float(amount) * 100) for amount in stated] == [
        balance.amount_minor for summary in summaries for balance in summary.balances
    ]
    amounts = re.findall(r"<TRNAMT>\s*([-+0-9.]+)", text)
    assert [entry.amount_minor for entry in entries] == [round(float(amount) * 100) for amount in amounts]


@pytest.mark.fixture_files("mt940/mt940-rs/tests/data/mt942/**/*.sta")
def test_mt942_folder_gives_every_statement_line_and_balance(fixture_file: Path) -> None:
    content = fixture_file.read_bytes()
    if not content.strip():
        with pytest.raises(StatementRejected) as caught:
            _read(fixture_file)
        assert (caught.value.error.code, caught.value.error.line) == ("file_empty", 1)
        return
    entries, summaries = _read(fixture_file)
    text = content.decode("latin-1")

    assert len(entries) == len(re.findall(r"^:61:", text, re.MULTILINE))
    assert len(summaries) == len(re.findall(r"^:20:", text, re.MULTILINE))
    stated = re.findall(r"^:6[0245][FM]?:([CD])\d{6}[A-Z]{0,3}(\d+),(\d{0,2})", text, re.MULTILINE)
    assert [balance.amount_minor for summary in summaries for balance in summary.balances] == [
        (1 if mark == "C" else -1) * int(whole + cents.ljust(2, "0")) for mark, whole, cents in stated
    ]


@pytest.mark.fixture_files("mt940/mt940-rs/tests/data/mt942/full/mBank/*.sta", "mt940/**/mt942/**/raphaelm.sta")
def test_mt942_folder_balances_tie_where_the_file_is_true(fixture_file: Path) -> None:
    _, summaries = _read(fixture_file)
    assert not [warning for summary in summaries for warning in summary.warnings if warning.code == "balance_mismatch"]


@pytest.mark.fixture_files("camt053/**/*.xml")
def test_camt_gives_every_entry_once(fixture_file: Path) -> None:
    if fixture_file.name == "camt053.v2.wrong.xml":
        with pytest.raises(StatementRejected):
            _read(fixture_file)
        return
    entries, summaries = _read(fixture_file)
    text = fixture_file.read_text()
    assert len(entries) + sum(summary.skipped_count for summary in summaries) == len(re.findall(r"<Ntry>", text))
    assert sum(summary.entry_count for summary in summaries) == len(entries)
    assert sum(len(summary.balances) for summary in summaries) == len(re.findall(r"<Bal>", text))


@pytest.mark.fixture_files("bai2/**/sample[123].txt")
def test_bai2_gives_every_detail_and_its_control_totals_hold(fixture_file: Path) -> None:
    entries, summaries = _read(fixture_file)
    text = fixture_file.read_text()
    assert len(entries) == len(re.findall(r"(?:^|\s)16,", text))
    assert len(summaries) == len(re.findall(r"(?:^|\s)03,", text))


@pytest.mark.fixture_files("bai2/**/sample[45]*.txt")
def test_bai2_with_control_totals_made_true_gives_every_detail(fixture_file: Path) -> None:
    """These two were made anonymous without care for their trailers, so the test writes true ones."""
    text = fixture_file.read_text()
    parsed = parse_statement(io.BytesIO(_with_true_trailers(text).encode()), file_name=fixture_file.name)
    entries = list(parsed)
    assert len(entries) == len(re.findall(r"^16,", text, re.MULTILINE))
    first = entries[0]
    assert (first.amount_minor, first.bank_reference, first.reference) == (-60000, "SPB2322984714570", "1111")
    assert first.description.startswith("ACH Credit Payment,Entry Description: EXP; -, SEC: CCD")
    assert first.description.endswith("EREF: 1111 DBNM: TEST INC CACT: ACHCONTROLOUTUSD01")


def _with_true_trailers(text: str) -> str:
    lines: list[str] = []
    totals = {"49": 0, "98": 0, "99": 0}
    records = {"49": 0, "98": 0, "99": 0}
    parts = {"98": 0, "99": 0}
    for line in text.splitlines():
        code = line[:2] if re.match(r"\d\d,", line) else ""
        if code:
            records = {level: count + 1 for level, count in records.items()}
        if code == "02":
            records["98"], totals["98"], parts["98"] = 1, 0, 0
        elif code == "03":
            records["49"], totals["49"] = 1, 0
            amounts = line.rstrip("/ ").split(",")[4::4]
            totals["49"] += sum(int(amount) for amount in amounts if amount)
        elif code == "16":
            totals["49"] += int(line.split(",")[2])
        if code == "49":
            lines.append(f"49,{totals['49']},{records['49']}/")
            totals["98"] += totals["49"]
            parts["98"] += 1
        elif code == "98":
            lines.append(f"98,{totals['98']},{parts['98']},{records['98']}/")
            totals["99"] += totals["98"]
            parts["99"] += 1
        elif code == "99":
            lines.append(f"99,{totals['99']},{parts['99']},{records['99']}/")
        else:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.fixture_files("matching/*.csv")
def test_ledger_csv_gives_every_row(fixture_file: Path) -> None:
    mapping = CsvMapping.from_json(
        {
            "hasHeader": True,
            "dateFormat": "YYYY-MM-DD",
            "decimalSeparator": ".",
            "columns": {"bookingDate": "transaction_date", "amount": "amount", "description": "memo", "reference": 5},
            "account": "LEDGER-1",
            "currency": "USD",
        }
    )
    parsed = parse_statement(io.BytesIO(fixture_file.read_bytes()), file_name=fixture_file.name, mapping=mapping)
    entries = list(parsed)
    rows = fixture_file.read_text().splitlines()[1:]
    assert len(entries) == len(rows)
    total = sum(round(float(row.split(",")[-2]) * 100) for row in rows)
    assert sum(entry.amount_minor for entry in entries) == total

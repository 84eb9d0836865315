"""Each sample reads as its golden file says: `samples/<name>` and `golden/<name>.txt`.

A wanted change of the reading shows as a difference in the golden file: copy what the failed test prints.
"""

import io
from dataclasses import fields
from pathlib import Path

import pytest

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.parse_statement import ParsedStatement, parse_statement

_HERE = Path(__file__).parent
_SAMPLES = sorted((_HERE / "samples").iterdir())


@pytest.mark.parametrize("sample", _SAMPLES, ids=[sample.name for sample in _SAMPLES])
def test_a_sample_reads_as_its_golden_file_says(sample: Path) -> None:
    parsed = parse_statement(io.BytesIO(sample.read_bytes()), file_name=sample.name)
    assert _rendered(parsed) == (_HERE / "golden" / f"{sample.name}.txt").read_text()


def _rendered(parsed: ParsedStatement) -> str:
    entries = [_entry(entry) for entry in parsed]
    blocks = [f"format {parsed.format}\n", *entries]
    for summary in parsed.summaries:
        lines = [
            f"statement {summary.statement_id or '-'} of {summary.account_identifier}: "
            f"{summary.entry_count} entries, {summary.skipped_count} skipped"
        ]
        lines += [
            f"  {balance.kind} {balance.amount_minor} {balance.currency} on {balance.balance_date}"
            f" (line {balance.line})"
            for balance in summary.balances
        ]
        lines += [f"  warning {warning.code} (line {warning.line}): {warning.message}" for warning in summary.warnings]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _entry(entry: Entry) -> str:
    shown = {name.name: getattr(entry, name.name) for name in fields(entry)}
    line = shown.pop("line")
    amount = f"{shown.pop('amount_minor')} {shown.pop('currency')}"
    texts = [f"  {name.replace('_', ' ')}: {value}" for name, value in shown.items() if value not in {None, ""}]
    return "\n".join([f"entry of line {line}: {amount}", *texts]) + "\n"

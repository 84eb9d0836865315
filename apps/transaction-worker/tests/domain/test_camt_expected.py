"""camt fixtures equal the JSON beside them, field by field as far as an entry or balance has the field.

The JSON dumps the objects of genkgo/camt. It lists pending entries too, which are no bookings: those are counted as
skipped. It gives instants in UTC, of which the date is compared; where it has no booking date, ours is the value date,
the end of the period or the day of creation, in that order. It keys entries by their place in their statement, so of
several statements only the last is in it.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from transaction_worker.domain.balance import Balance
from transaction_worker.domain.entry import Entry
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_summary import StatementSummary

_KINDS = {"expected_credit": "expected"}
_RECORDS = ("Statement", "Report", "Notification")


@pytest.mark.fixture_files("camt053/**/*.json")
def test_entries_and_balances_equal_the_expected_json(fixture_file: Path) -> None:
    expected = json.loads(fixture_file.read_text())
    parsed = parse_statement(io.BytesIO(fixture_file.with_suffix(".xml").read_bytes()), file_name=fixture_file.name)
    entries = list(parsed)

    records = list(_records(expected))
    absent = len(expected["getRecords"]) - len(records)
    summaries = parsed.summaries[absent:]
    booked = [entry for entry in expected["getEntries"] if entry["getStatus"] == "BOOK"]
    first = sum(summary.entry_count for summary in parsed.summaries[:absent])
    for wanted, entry in zip(booked, entries[first:], strict=True):
        _check_entry(wanted, entry)
    assert sum(summary.skipped_count for summary in summaries) == len(expected["getEntries"]) - len(booked)
    for record, summary in zip(records, summaries, strict=True):
        _check_record(record, summary)


def _check_record(record: dict[str, Any], summary: StatementSummary) -> None:
    assert summary.account_identifier == record["getAccount"]["getIdentification"]
    assert summary.account_name == (record["getAccount"].get("getName") or summary.account_name)
    assert summary.statement_id == record["getId"]
    for wanted, balance in zip(record.get("getBalances", []), summary.balances, strict=True):
        _check_balance(wanted, balance)


def _check_balance(wanted: dict[str, Any], balance: Balance) -> None:
    assert (balance.amount_minor, balance.currency) == _money(wanted["getAmount"])
    assert str(balance.balance_date) == wanted["getDate"]["0"][:10]
    assert balance.kind == _KINDS.get(wanted["getType"], wanted["getType"])


def _check_entry(wanted: dict[str, Any], entry: Entry) -> None:
    assert (entry.amount_minor, entry.currency) == _money(wanted["getAmount"])
    assert (entry.amount_minor < 0) == (wanted["getCreditDebitIndicator"] == "DBIT")
    booked = wanted["getBookingDate"] or wanted["getValueDate"] or wanted["getRecord"]["getToDate"]
    assert str(entry.booking_date) == (booked or wanted["getRecord"]["getCreatedOn"])["0"][:10]
    assert (entry.value_date and str(entry.value_date)) == (wanted["getValueDate"] and wanted["getValueDate"]["0"][:10])
    _check_references(wanted, entry)
    assert entry.transaction_code == (_code(wanted) or entry.transaction_code)
    details = wanted["getTransactionDetails"]
    if not details or len(_details(wanted)) > 1:
        assert entry.counterparty_name is None
        assert entry.counterparty_account is None
        assert wanted["getAdditionalInfo"] in {"", entry.description}
        return
    _check_parties(_details(wanted)[0], entry)
    remittance = _details(wanted)[0]["getRemittanceInformation"]
    message = None if remittance is None else remittance["getMessage"]
    assert entry.description == (message or entry.description)
    if message is None:
        assert wanted["getAdditionalInfo"] in {"", entry.description}


def _check_references(wanted: dict[str, Any], entry: Entry) -> None:
    details = _details(wanted)
    if wanted["getAccountServicerReference"] is not None:
        assert entry.bank_reference == wanted["getAccountServicerReference"]
    if len(details) == 1:
        references = details[0]["getReference"] or {}
        end_to_end = references.get("getEndToEndId")
        if end_to_end not in {None, "NOTPROVIDED"}:
            assert entry.reference == end_to_end
        elif references.get("getUuidEndToEndReference") is not None:
            assert entry.reference == references["getUuidEndToEndReference"]
    elif wanted["getBatchPaymentId"] is not None:
        assert entry.reference == wanted["getBatchPaymentId"]


def _check_parties(detail: dict[str, Any], entry: Entry) -> None:
    parties = detail["getRelatedParties"]
    names = [party["getRelatedPartyType"]["getName"] for party in parties]
    accounts = [party["getAccount"]["getIdentification"] for party in parties if party["getAccount"] is not None]
    side = "Debtor" if entry.amount_minor > 0 else "Creditor"
    stated = [name for party, name in zip(parties, names, strict=True) if _kind(party) == side]
    if stated:
        assert entry.counterparty_name == stated[0]
    elif accounts == [entry.account_identifier]:
        assert entry.counterparty_name is None, "the account's owner is no counterparty"
    else:
        assert (entry.counterparty_name is None) == (not any(names))
    assert entry.counterparty_name in {*names, None}
    assert entry.counterparty_account in {*accounts, None}


def _kind(party: dict[str, Any]) -> str:
    return str(party["getRelatedPartyType"]["__CLASS__"]).rsplit("\\", 1)[-1]


def _code(wanted: dict[str, Any]) -> str | None:
    code = wanted["getBankTransactionCode"]
    if code is None or isinstance(code, str):
        return None
    domain, proprietary = code["getDomain"], code["getProprietary"]
    if domain is not None:
        family = domain["getFamily"]
        return "/".join([domain["getCode"], family["getCode"], family["getSubFamilyCode"]])
    return None if proprietary is None else str(proprietary["getCode"])


def _details(wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """The dump writes an object once: the first detail stands in `getTransactionDetail`, then a mark."""
    first = wanted["getTransactionDetail"]
    return [first if detail == "__RECURSIVITY__" else detail for detail in wanted["getTransactionDetails"] or []]


def _money(money: dict[str, Any]) -> tuple[int, str]:
    return int(money["getAmount"]), money["getCurrency"]["getCode"]


def _records(value: object) -> Iterator[dict[str, Any]]:
    """Each statement, report or notification where the dump writes it out."""
    if isinstance(value, dict):
        if str(value.get("__CLASS__")).rsplit("\\", 1)[-1] in _RECORDS:
            yield value
        for inner in value.values():
            yield from _records(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _records(inner)

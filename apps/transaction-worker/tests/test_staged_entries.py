from datetime import date
from uuid import UUID

import pytest

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.fingerprint import fingerprint, transaction_id
from transaction_worker.domain.statement_error import StatementRejected, rejected
from transaction_worker.store.staged_entries import BLOCK_ROWS, StagedEntries

TENANT = UUID("11111111-1111-4111-8111-111111111111")


def entry(number: int = 0, **changed: object) -> Entry:
    fields = {
        "account_identifier": "DE89370400440532013000",
        "account_name": None,
        "currency": "EUR",
        "booking_date": date(2026, 11, 2),
        "value_date": None,
        "amount_minor": number,
        "reference": None,
        "bank_reference": None,
        "counterparty_name": None,
        "counterparty_account": None,
        "description": "",
        "transaction_code": None,
        "line": 1,
        **changed,
    }
    return Entry(**fields)  # type: ignore[arg-type]


def rows(staged: StagedEntries) -> list[list[str]]:
    return [line.split("\t") for line in b"".join(staged.chunks()).decode().splitlines()]


def test_computes_the_transaction_id_of_the_domain() -> None:
    entries = [entry(number // 2, reference=f"R{number // 2}") for number in range(200)]
    with StagedEntries(TENANT, "bank", entries) as staged:
        found = [UUID(row[0]) for row in rows(staged)]
    expected = [transaction_id(TENANT, fingerprint(one, "bank"), at % 2 + 1) for at, one in enumerate(entries)]
    assert found == expected
    assert len(set(found)) == 200


def test_keeps_every_row_beyond_a_block() -> None:
    count = 2 * BLOCK_ROWS + 1
    with StagedEntries(TENANT, "bank", map(entry, range(count))) as staged:
        assert staged.entry_count == count
        assert [int(row[2]) for row in rows(staged)] == list(range(count))


def test_writes_an_absent_text_as_nothing_and_doubles_backslashes() -> None:
    with StagedEntries(TENANT, "bank", [entry(reference="a\\N", value_date=date(2026, 11, 3))]) as staged:
        [row] = rows(staged)
    assert row[3:7] == ["2026-11-02", "2026-11-03", "1", "EUR"]
    assert row[8:] == ["a\\\\N", "", "", "", "", ""]


def test_numbers_accounts_and_knows_a_currency_only_where_there_is_one() -> None:
    entries = [entry(), entry(account_identifier="B", account_name="Cash"), entry(currency="USD"), entry()]
    with StagedEntries(TENANT, "bank", entries) as staged:
        assert [row[1] for row in rows(staged)] == ["0", "1", "0", "0"]
        assert {name: account.currency for name, account in staged.accounts.items()} == {
            "DE89370400440532013000": None,
            "B": "EUR",
        }
        assert staged.accounts["B"].name == "Cash"


def test_names_the_months_that_need_partitions() -> None:
    days = [date(2026, 11, 2), date(2026, 10, 31), date(2026, 11, 30), date(2027, 1, 1)]
    with StagedEntries(TENANT, "bank", [entry(booking_date=day) for day in days]) as staged:
        assert staged.months() == [date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1)]


def test_lets_a_rejection_through() -> None:
    def broken() -> "list[Entry]":
        raise rejected("amount_malformed", 3, "amount", "a decimal number")

    with pytest.raises(StatementRejected):
        StagedEntries(TENANT, "bank", (one for make in [broken] for one in make()))

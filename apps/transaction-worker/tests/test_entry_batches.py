from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import pytest

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.fingerprint import fingerprint, transaction_id
from transaction_worker.domain.statement_error import StatementRejected, rejected
from transaction_worker.store.entry_batches import BATCH_ROWS, EntryBatch, entry_batches

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


def batches(entries: Iterable[Entry]) -> list[EntryBatch]:
    return list(entry_batches(TENANT, "bank", entries))


def rows(batch: EntryBatch) -> list[list[str]]:
    return [line.split("\t") for line in batch.copy_text().decode().splitlines()]


def test_computes_the_transaction_id_of_the_domain() -> None:
    entries = [entry(number // 2, reference=f"R{number // 2}") for number in range(200)]
    [batch] = batches(entries)
    found = [UUID(row[0]) for row in rows(batch)]
    expected = [transaction_id(TENANT, fingerprint(one, "bank"), at % 2 + 1) for at, one in enumerate(entries)]
    assert found == expected
    assert len(set(found)) == 200


def test_keeps_every_row_and_numbers_equal_ones_across_batches() -> None:
    count = 2 * BATCH_ROWS + 1
    found = [row for batch in batches(entry(number % BATCH_ROWS) for number in range(count)) for row in rows(batch)]
    assert [int(row[2]) for row in found] == [number % BATCH_ROWS for number in range(count)]
    assert [found[0][5], found[BATCH_ROWS][5], found[-1][5]] == ["1", "2", "3"]


def test_writes_an_absent_text_as_nothing_and_doubles_backslashes() -> None:
    [batch] = batches([entry(reference="a\\N", value_date=date(2026, 11, 3))])
    [row] = rows(batch)
    assert row[3:7] == ["2026-11-02", "2026-11-03", "1", "EUR"]
    assert row[8:] == ["a\\\\N", "", "", "", "", ""]


def test_numbers_accounts_and_knows_a_currency_only_where_there_is_one() -> None:
    [batch] = batches([entry(), entry(account_identifier="B", account_name="Cash"), entry(currency="USD"), entry()])
    assert [row[1] for row in rows(batch)] == ["0", "1", "0", "0"]
    currencies = {identifier: account.currency for identifier, account in batch.accounts.items()}
    assert currencies == {"DE89370400440532013000": None, "B": "EUR"}
    assert batch.accounts["B"].name == "Cash"


def test_names_the_months_that_need_partitions() -> None:
    days = [date(2026, 11, 2), date(2026, 10, 31), date(2026, 11, 30), date(2027, 1, 1)]
    [batch] = batches(entry(booking_date=day) for day in days)
    assert batch.months() == [date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1)]


def test_a_file_without_entries_has_no_batch() -> None:
    assert batches([]) == []


def test_lets_a_rejection_through() -> None:
    def broken() -> Iterator[Entry]:
        yield entry()
        raise rejected("amount_malformed", 3, "amount", "a decimal number")

    with pytest.raises(StatementRejected):
        batches(broken())

from dataclasses import fields, replace
from datetime import date
from uuid import UUID

import pytest

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.fingerprint import fingerprint, transaction_id
from transaction_worker.domain.occurrence import Occurrences

_ENTRY = Entry(
    account_identifier="DE89370400440532013000",
    account_name="Lindner",
    currency="EUR",
    booking_date=date(2026, 11, 2),
    value_date=date(2026, 11, 3),
    amount_minor=-250,
    reference="R",
    bank_reference="B",
    counterparty_name="N",
    counterparty_account="A",
    description="Fee",
    transaction_code="FEE",
    line=7,
)
_TENANT = UUID("11111111-1111-4111-8111-111111111111")


def test_the_fingerprint_stays_what_it_was() -> None:
    """Stored fingerprints and ids rest on it: a change here would import every known transaction again."""
    digest = fingerprint(_ENTRY, "bank")
    assert digest.hex() == "1be9e83534bfbdaacdd63d6c8982874c13607bb0e296057ca71076ebf7cbdf55"
    assert str(transaction_id(_TENANT, digest, 1)) == "ea8e14f7-9292-5d51-820d-85cb37d7f64a"


def test_line_and_account_name_say_nothing_of_the_entry() -> None:
    assert fingerprint(replace(_ENTRY, line=99, account_name="Other"), "bank") == fingerprint(_ENTRY, "bank")


@pytest.mark.parametrize("name", [f.name for f in fields(Entry) if f.name not in {"line", "account_name"}])
def test_every_other_field_changes_the_fingerprint(name: str) -> None:
    value = getattr(_ENTRY, name)
    other = value + 1 if isinstance(value, int) else date(2026, 1, 1) if isinstance(value, date) else f"{value}x"
    assert fingerprint(replace(_ENTRY, **{name: other}), "bank") != fingerprint(_ENTRY, "bank")


def test_the_source_kind_changes_the_fingerprint() -> None:
    assert fingerprint(_ENTRY, "ledger") != fingerprint(_ENTRY, "bank")


def test_text_cannot_move_from_one_field_to_the_next() -> None:
    entries = [
        replace(_ENTRY, reference="ab", bank_reference="c"),
        replace(_ENTRY, reference="a", bank_reference="bc"),
        replace(_ENTRY, reference='a","bc', bank_reference=None),
        replace(_ENTRY, reference="abc", bank_reference=None),
        replace(_ENTRY, reference=None, bank_reference="abc"),
    ]
    assert len({fingerprint(entry, "bank") for entry in entries}) == len(entries)


def test_transaction_ids_are_version_5_and_differ_by_tenant_fingerprint_and_occurrence() -> None:
    other_tenant = UUID("22222222-2222-4222-8222-222222222222")
    first, second = fingerprint(_ENTRY, "bank"), fingerprint(_ENTRY, "ledger")
    ids = {
        transaction_id(tenant, digest, occurrence)
        for tenant in (_TENANT, other_tenant)
        for digest in (first, second)
        for occurrence in (1, 2)
    }
    assert len(ids) == 8
    assert {identifier.version for identifier in ids} == {5}


def test_two_equal_fees_of_a_file_are_occurrences_one_and_two_whenever_it_is_read() -> None:
    def numbers() -> list[int]:
        occurrences = Occurrences()
        return [occurrences.next(fingerprint(entry, "bank")) for entry in (_ENTRY, _ENTRY, replace(_ENTRY, line=9))]

    assert numbers() == [1, 2, 3]
    assert numbers() == [1, 2, 3]
    assert Occurrences().next(fingerprint(replace(_ENTRY, amount_minor=1), "bank")) == 1

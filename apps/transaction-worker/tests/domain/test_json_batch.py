import json
from typing import Any

import pytest

_TRANSACTION = {"bookingDate": "2026-11-02", "amount": {"amountMinor": "-5", "currency": "JPY"}}


def _batch(*transactions: Any, **members: Any) -> str:
    return json.dumps({"sourceKind": "ledger", "account": "L-1", "transactions": list(transactions), **members})


def test_a_batch_gives_its_transactions_in_order(read: Any) -> None:
    entries = read(_batch(_TRANSACTION, {**_TRANSACTION, "description": "x"}))
    assert [(entry.line, entry.amount_minor, entry.description) for entry in entries] == [(1, -5, ""), (2, -5, "x")]
    assert {entry.account_identifier for entry in entries} == {"L-1"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"bookingDate": "2026-02-30"}, "date_invalid", "transactions/1/bookingDate"),
        ({"bookingDate": "20261102"}, "date_invalid", "transactions/1/bookingDate"),
        ({"bookingDate": None}, "date_invalid", "transactions/1/bookingDate"),
        ({"valueDate": 5}, "date_invalid", "transactions/1/valueDate"),
        ({"amount": "5"}, "amount_malformed", "transactions/1/amount/amountMinor"),
        ({"amount": {"amountMinor": 5, "currency": "EUR"}}, "amount_malformed", "transactions/1/amount/amountMinor"),
        ({"amount": {"amountMinor": "1" * 19}}, "amount_malformed", "transactions/1/amount/amountMinor"),
        ({"amount": {"amountMinor": "5", "currency": "eur"}}, "currency_unknown", "transactions/1/amount/currency"),
        ({"reference": 5}, "batch_invalid", "transactions/1/reference"),
        ({"unknown": 5}, "batch_invalid", "transactions/1/unknown"),
    ],
)  # fmt: skip
def test_a_faulty_transaction_rejects_the_batch_by_position(rejection: Any, change: Any, code: str, field: str) -> None:
    error = rejection(_batch(_TRANSACTION, {**_TRANSACTION, **change}))
    assert (error.code, error.line, error.field) == (code, 2, field)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"account": "1",\n', "json_malformed", 2),
        ("[" * 100_000, "json_malformed", 1),
        ("[]", "batch_invalid", 1),
        (_batch(), "batch_invalid", 1),
        (_batch(*[_TRANSACTION] * 1001), "batch_invalid", 1),
        (_batch(_TRANSACTION, account=" "), "account_missing", 1),
        (_batch("x"), "batch_invalid", 1),
    ],
)
def test_a_faulty_batch_is_rejected(rejection: Any, text: str, code: str, line: int) -> None:
    error = rejection(text, format="json")
    assert (error.code, error.line) == (code, line)


def test_an_error_can_always_be_stored_whatever_the_file_calls_its_members(rejection: Any) -> None:
    error = rejection(_batch({**_TRANSACTION, "\x00\ud800" + "x" * 1000: 1}))
    assert error.field.startswith("transactions/0/\\x00\\ud800x")
    assert len(error.field) == 300
    assert error.message.isprintable()


def test_a_file_over_the_limit_is_rejected(rejection: Any) -> None:
    assert rejection(b" " * (17 << 20) + b"{}", format="json").code in {"file_too_large", "file_empty"}


def test_a_number_of_endless_digits_is_rejected(rejection: Any) -> None:
    assert rejection('{"account": "A", "transactions": ' + "9" * 5000 + "}").code == "json_malformed"

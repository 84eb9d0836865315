import json
import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final

from ..account_identifier import account_identifier
from ..clean_text import clean_text
from ..currency_exponents import CURRENCY_EXPONENTS
from ..entry import Entry
from ..parse_options import ParseOptions
from ..statement_error import StatementErrorCode, StatementRejected, rejected
from ..statement_under_way import StatementUnderWay

_BYTES_MAX: Final = 16 << 20
_TRANSACTIONS_MAX: Final = 1000
_MINOR = re.compile(r"-?[0-9]{1,18}")
_TEXTS: Final = {
    "reference", "bankReference", "counterpartyName", "counterpartyAccount", "description", "transactionCode",
}  # fmt: skip
_MEMBERS: Final = {"bookingDate", "valueDate", "amount", *_TEXTS}


def read_json_batch(stream: BinaryIO, options: ParseOptions) -> Iterator[Entry]:
    """Entries of contracts' `TransactionBatch`. An entry's `line` is its 1-based position in `transactions`.

    The HTTP edge has validated the batch; what arrives here is checked again, since an object may be put otherwise.
    """
    batch = _batch(stream)
    account = batch.get("account", options.account)
    identifier = account_identifier(account) if isinstance(account, str) else None
    if identifier is None:
        raise rejected("account_missing", 1, "account", "an account identifier")
    transactions = batch.get("transactions")
    if not isinstance(transactions, list) or not 1 <= len(transactions) <= _TRANSACTIONS_MAX:
        raise rejected("batch_invalid", 1, "transactions", f"1 to {_TRANSACTIONS_MAX} transactions")
    statement = StatementUnderWay(1)
    statement.account_identifier = identifier
    for position, transaction in enumerate(transactions, 1):
        entry = _entry(transaction, position, identifier)
        statement.currency = statement.currency or entry.currency
        statement.count(entry.currency, entry.amount_minor)
        yield entry
    options.summaries.append(statement.close("balance"))


def _batch(stream: BinaryIO) -> dict[str, object]:
    content = stream.read(_BYTES_MAX + 1)
    if len(content) > _BYTES_MAX:
        raise rejected("file_too_large", None, "file", f"at most {_BYTES_MAX} bytes")
    try:
        batch = json.loads(content)
    except json.JSONDecodeError as error:
        raise rejected("json_malformed", error.lineno, f"column {error.colno}", "JSON", got=error.msg) from error
    except (ValueError, RecursionError) as error:  # also a number of more digits than Python converts
        raise rejected("json_malformed", 1, "file", "JSON in UTF-8, not deeply nested, no endless numbers") from error
    if not isinstance(batch, dict):
        raise rejected("batch_invalid", 1, "batch", "an object with account and transactions")
    return batch


def _entry(transaction: object, position: int, account: str) -> Entry:
    place = f"transactions/{position - 1}"
    if not isinstance(transaction, dict):
        raise rejected("batch_invalid", position, place, "an object")
    unknown = sorted(set(transaction) - _MEMBERS)
    if unknown:
        raise rejected("batch_invalid", position, f"{place}/{unknown[0]}", f"one of {', '.join(sorted(_MEMBERS))}")
    amount, currency = _money(transaction.get("amount"), position, place)
    texts = {name: _text(transaction, name, position, place) for name in _TEXTS}
    counterparty = texts["counterpartyAccount"]
    value_date = transaction.get("valueDate")
    return Entry(
        account_identifier=account,
        account_name=None,
        currency=currency,
        booking_date=_date(transaction.get("bookingDate"), position, f"{place}/bookingDate"),
        value_date=None if value_date is None else _date(value_date, position, f"{place}/valueDate"),
        amount_minor=amount,
        reference=texts["reference"],
        bank_reference=texts["bankReference"],
        counterparty_name=texts["counterpartyName"],
        counterparty_account=None if counterparty is None else account_identifier(counterparty),
        description=texts["description"] or "",
        transaction_code=texts["transactionCode"],
        line=position,
    )


def _money(money: object, position: int, place: str) -> tuple[int, str]:
    amount = money.get("amountMinor") if isinstance(money, dict) else None
    currency = money.get("currency") if isinstance(money, dict) else None
    if not isinstance(amount, str) or _MINOR.fullmatch(amount) is None:
        raise _invalid("amount_malformed", position, f"{place}/amount/amountMinor", "a text of 1 to 18 digits", amount)
    if not isinstance(currency, str) or currency not in CURRENCY_EXPONENTS:
        raise _invalid("currency_unknown", position, f"{place}/amount/currency", "an ISO 4217 code", currency)
    return int(amount), currency


def _date(value: object, position: int, field: str) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _invalid("date_invalid", position, field, "a date as YYYY-MM-DD", value)


def _text(transaction: dict[str, object], name: str, position: int, place: str) -> str | None:
    value = transaction.get(name)
    if value is None or isinstance(value, str):
        return clean_text(value)
    raise _invalid("batch_invalid", position, f"{place}/{name}", "a text", value)


def _invalid(code: StatementErrorCode, position: int, field: str, expected: str, got: object) -> StatementRejected:
    return rejected(code, position, field, expected, got=None if got is None else str(got))

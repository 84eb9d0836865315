from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Final

from ..account_identifier import account_identifier
from ..balance import Balance, BalanceKind
from ..clean_text import clean_text
from ..currency_exponents import CURRENCY_EXPONENTS
from ..entry import Entry
from ..parse_options import ParseOptions
from ..statement_error import rejected
from ..statement_under_way import StatementUnderWay
from .bai2_amount import bai2_amount
from .bai2_controls import ControlLevel
from .bai2_funds import bai2_date, take_funds
from .bai2_records import Bai2Fields, Bai2Record, bai2_records

_BALANCES: Final[dict[str, BalanceKind]] = {
    "010": "opening",
    "015": "closing",
    "030": "interim",
    "040": "opening_available",
    "045": "closing_available",
    "060": "interim_available",
}
_FOLLOWERS: Final = {
    "": {"01"}, "01": {"02", "99"}, "02": {"03", "98"}, "03": {"16", "49"}, "16": {"16", "49"}, "49": {"03", "98"},
    "98": {"02", "99"}, "99": set[str](),
}  # fmt: skip
_NON_MONETARY: Final = "890"


def read_bai2(stream: BinaryIO, head: bytes, options: ParseOptions) -> Iterator[Entry]:
    """Entries of a BAI2 (version 2) file, one per transaction detail (16).

    The totals and counts of 49, 98 and 99 must be true; they are there so that a damaged transfer is seen.
    """
    reader = _Bai2Reader(options)
    previous, line = "", 1
    for record in bai2_records(stream, head):
        expected = _FOLLOWERS[previous]
        if record.code not in expected:
            wanted = " or ".join(sorted(expected)) or "the end of the file"
            raise rejected("record_unexpected", record.line, record.code, f"{wanted} after {previous or 'the start'}")
        entry = reader.take(record)
        if entry is not None:
            yield entry
        previous, line = record.code, record.line
    if previous != "99":
        wanted = " or ".join(sorted(_FOLLOWERS[previous]))
        raise rejected("record_missing", line, wanted, "a file that ends with a 99 record")


class _Bai2Reader:
    def __init__(self, options: ParseOptions) -> None:
        self._options = options
        self._file = ControlLevel("file", "groups")
        self._group = ControlLevel("group", "accounts")
        self._account = ControlLevel("account", "")
        self._booking_date = date.min
        self._group_currency = ""
        self._statement = StatementUnderWay(1)

    def take(self, record: Bai2Record) -> Entry | None:
        fields = Bai2Fields(record)
        match record.code:
            case "01":
                self._open_file(record, fields)
            case "02":
                self._open_group(record, fields)
            case "03":
                self._open_account(record, fields)
            case "16":
                return self._detail(record, fields)
            case "49":
                self._account.check(record)
                self._group.add(self._account)
                self._options.summaries.append(self._statement.close("03 closing ledger (015)"))
            case "98":
                self._group.check(record)
                self._file.add(self._group)
            case _:
                self._file.check(record)
        return None

    def _open_file(self, record: Bai2Record, fields: Bai2Fields) -> None:
        values = [fields.take() for _ in range(8)]
        if values[7] != "2":
            raise rejected("version_unsupported", record.line, "01 version", "2", got=values[7] or "nothing")
        self._file.records += record.physical

    def _open_group(self, record: Bai2Record, fields: Bai2Fields) -> None:
        _, _, status, day, _, currency = (fields.take() for _ in range(6))
        if status not in {"1", "3"}:
            expected = "1 (update) or 3 (correction); deletions and tests are not imported"
            raise rejected(
                "group_status_unsupported", record.line, "02 group status", expected, got=status or "nothing"
            )
        self._booking_date = bai2_date(day, record, "02 as-of date")
        self._group_currency = currency or self._options.currency or "USD"
        self._group = ControlLevel("group", "accounts")
        self._group.records = record.physical

    def _open_account(self, record: Bai2Record, fields: Bai2Fields) -> None:
        identifier = account_identifier(fields.take())
        if identifier is None:
            raise rejected("account_missing", record.line, "03 account number", "an account number")
        currency = fields.take().upper() or self._group_currency
        if currency not in CURRENCY_EXPONENTS:
            raise rejected("currency_unknown", record.line, "03 currency", "an ISO 4217 code", got=currency)
        statement = self._statement = StatementUnderWay(record.line)
        statement.account_identifier, statement.currency = identifier, currency
        self._account = ControlLevel("account", "")
        self._account.records = record.physical
        while fields.more:
            code, amount = fields.take(), bai2_amount(fields.take(), record, "03 amount")
            fields.take()  # number of items
            take_funds(fields, record)
            self._account.total += amount
            if code and not (code.isascii() and code.isdecimal() and len(code) == 3):
                raise rejected("field_invalid", record.line, "03 type code", "three digits", got=code)
            if code in _BALANCES:
                balance = Balance(_BALANCES[code], amount, currency, self._booking_date, record.line)
                statement.balances.append(balance)

    def _detail(self, record: Bai2Record, fields: Bai2Fields) -> Entry | None:
        code = fields.take()
        sign = _sign(code, record)
        amount = bai2_amount(fields.take(), record, "16 amount")
        value_date = take_funds(fields, record)
        bank_reference, reference = clean_text(fields.take()), clean_text(fields.take())
        self._account.total += amount
        self._account.records += record.physical
        if code == _NON_MONETARY:
            self._statement.skipped_count += 1
            return None
        currency = self._statement.currency or ""
        self._statement.count(currency, sign * amount)
        return Entry(
            account_identifier=self._statement.account_identifier or "",
            account_name=None,
            currency=currency,
            booking_date=self._booking_date,
            value_date=value_date,
            amount_minor=sign * amount,
            reference=reference,
            bank_reference=bank_reference,
            counterparty_name=None,
            counterparty_account=None,
            description=clean_text(fields.rest()) or "",
            transaction_code=code,
            line=record.line,
        )


def _sign(code: str, record: Bai2Record) -> int:
    """Credit or debit by the ranges of BAI2's type codes; 920 to 999 are the banks' own, in the same halves."""
    number = int(code) if code.isascii() and code.isdecimal() and len(code) == 3 else 0
    if 100 <= number <= 399 or 720 <= number <= 759 or 920 <= number <= 959:
        return 1
    if 400 <= number <= 699 or 760 <= number <= 799 or 960 <= number <= 999:
        return -1
    if code == _NON_MONETARY:
        return 0
    raise rejected("type_code_unknown", record.line, "16 type code", "a credit or debit code", got=code or "nothing")

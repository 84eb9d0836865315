from collections.abc import Iterator
from typing import BinaryIO, Final

from ..account_identifier import account_identifier
from ..balance import Balance, BalanceKind
from ..currency_exponents import CURRENCY_EXPONENTS
from ..entry import Entry
from ..parse_options import ParseOptions
from ..statement_error import StatementErrorCode, rejected
from ..statement_under_way import StatementUnderWay
from .ofx_aggregates import Aggregate, ended_aggregates
from .ofx_tags import ofx_tags
from .ofx_values import ofx_amount, ofx_date

_STATEMENTS: Final = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
_ACCOUNTS: Final = ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM")
_BALANCES: Final[dict[str, BalanceKind]] = {"LEDGERBAL": "closing", "AVAILBAL": "closing_available"}
_NOT_CASH: Final = frozenset({"INVTRAN", "STMTTRNP"})


def read_ofx(stream: BinaryIO, head: bytes, options: ParseOptions) -> Iterator[Entry]:
    """Entries of an OFX 1 or 2 file, one per STMTTRN of bank, credit card and investment statements.

    Of an investment statement only the bank-like transactions (INVBANKTRAN) are entries: trades move securities, and
    are counted as skipped, like pending ones. A file without a statement has no entries; one that reports a server's
    error is rejected.
    """
    reader = _OfxReader(options)
    for aggregate, around in ended_aggregates(ofx_tags(stream, head)):
        name = aggregate.name
        if name == "STMTTRN":
            yield reader.entry(aggregate, around)
        elif name in _NOT_CASH:
            reader.skip(around)
        elif name == "STATUS":
            _check_status(aggregate)
        elif name in _STATEMENTS:
            reader.close(aggregate)


def _check_status(status: Aggregate) -> None:
    code = status.text("CODE")
    if (status.text("SEVERITY") or "").upper() == "ERROR":
        got = " ".join(text for text in (code, status.text("MESSAGE")) if text is not None)
        raise rejected("ofx_error_status", status.line_of("CODE"), "STATUS/CODE", "a successful answer (0)", got=got)


class _OfxReader:
    def __init__(self, options: ParseOptions) -> None:
        self._options = options
        self._statement: StatementUnderWay | None = None

    def entry(self, transaction: Aggregate, around: list[Aggregate]) -> Entry:
        owner = next((aggregate for aggregate in around if aggregate.name in _STATEMENTS), None)
        if owner is None:
            raise rejected("element_unexpected", transaction.line, "STMTTRN", "a STMTTRN inside a statement")
        statement = self._open(owner)
        currency = self._currency(owner, transaction)
        amount = ofx_amount(transaction, "TRNAMT", currency, statement)
        booking_date = ofx_date(transaction, "DTPOSTED")
        if booking_date is None:
            line = transaction.line_of("DTPOSTED")
            raise rejected("element_missing", line, "STMTTRN/DTPOSTED", "a date as YYYYMMDD[HHMMSS]")
        statement.count(currency, amount)
        name = transaction.text("PAYEE", "NAME") or transaction.text("EXTDNAME") or transaction.text("NAME")
        check_number = transaction.text("CHECKNUM")
        other = transaction.text("BANKACCTTO", "ACCTID") or transaction.text("CCACCTTO", "ACCTID")
        return Entry(
            account_identifier=statement.account_identifier or "",
            account_name=None,
            currency=currency,
            booking_date=booking_date,
            value_date=ofx_date(transaction, "DTAVAIL"),
            amount_minor=amount,
            reference=transaction.text("REFNUM") or (check_number if (check_number or "").strip("0") else None),
            bank_reference=transaction.text("FITID"),
            counterparty_name=name,
            counterparty_account=None if other is None else account_identifier(other),
            description=transaction.text("MEMO") or name or "",
            transaction_code=transaction.text("TRNTYPE"),
            line=transaction.line,
        )

    def skip(self, around: list[Aggregate]) -> None:
        owner = next((aggregate for aggregate in around if aggregate.name in _STATEMENTS), None)
        if owner is not None:
            self._open(owner).skipped_count += 1

    def close(self, owner: Aggregate) -> None:
        statement = self._open(owner)
        statement.currency = owner.text("CURDEF")
        for name, kind in _BALANCES.items():
            stated = owner.inner.get(name)
            if stated is None or (stated.text("BALAMT") is None and stated.text("DTASOF") is None):
                continue
            currency = self._currency(owner, stated)
            amount = ofx_amount(stated, "BALAMT", currency, statement)
            statement.balances.append(Balance(kind, amount, currency, ofx_date(stated, "DTASOF"), stated.line))
        self._options.summaries.append(statement.close("LEDGERBAL/BALAMT"))
        self._statement = None

    def _open(self, owner: Aggregate) -> StatementUnderWay:
        if self._statement is None:
            number = next((text for name in _ACCOUNTS if (text := owner.text(name, "ACCTID")) is not None), None)
            identifier = account_identifier(number or self._options.account or "")
            if identifier is None:
                raise rejected("account_missing", owner.line, f"{owner.name}/ACCTID", "an account number")
            self._statement = StatementUnderWay(owner.line)
            self._statement.account_identifier = identifier
        return self._statement

    def _currency(self, owner: Aggregate, amount_owner: Aggregate) -> str:
        """CURRENCY says what the amount is in; ORIGCURRENCY only what it was before the bank changed it."""
        own = amount_owner.text("CURRENCY", "CURSYM")
        currency = (own or owner.text("CURDEF") or self._options.currency or "").upper()
        if currency not in CURRENCY_EXPONENTS:
            line = amount_owner.inner["CURRENCY"].line_of("CURSYM") if own is not None else owner.line_of("CURDEF")
            code: StatementErrorCode = "currency_unknown" if currency else "currency_missing"
            raise rejected(code, line, f"{owner.name}/CURDEF", "an ISO 4217 code", got=currency or None)
        return currency

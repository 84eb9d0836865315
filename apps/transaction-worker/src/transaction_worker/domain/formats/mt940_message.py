from collections.abc import Iterator
from typing import Final

from ..account_identifier import account_identifier
from ..clean_text import clean_text
from ..currency_exponents import CURRENCY_EXPONENTS
from ..entry import Entry
from ..parse_options import ParseOptions
from ..statement_error import StatementRejected, rejected
from ..statement_under_way import StatementUnderWay
from .mt940_balance import BALANCE_TAGS, read_balance
from .mt940_details import read_mt940_details
from .mt940_lines import TaggedField
from .mt940_statement_line import StatementLine, read_statement_line
from .mt942_totals import InterimTotals

_ORDER: Final = {
    "20": 0, "21": 1, "25": 2, "25P": 2, "28": 3, "28C": 3, "60F": 4, "60M": 4, "34F": 4, "13": 4, "13D": 4,
    "61": 5, "62F": 6, "62M": 6, "64": 7, "65": 8, "65F": 8, "90D": 9, "90C": 9,
}  # fmt: skip
_ANYWHERE: Final = frozenset({"86", "NS"})
_INTERIM: Final = frozenset({"34F", "13", "13D", "90C", "90D"})
_ONCE: Final = frozenset({"21", "25", "25P", "28", "28C", "60F", "60M", "62F", "62M"})
_DETAIL_LINES_MAX: Final = 6
_DEVIATIONS_MAX: Final = 100
_NOT_A_REFERENCE: Final = frozenset({"", "NONREF", "NOTPROVIDED", "KREF+", "EREF+", "MREF+", "EREF", "KREF"})


class Mt940Message:
    """One message from its `:20:` on: checks the order of its fields, gives its entries, leaves its summary."""

    def __init__(self, first: TaggedField, options: ParseOptions) -> None:
        self._options = options
        self._statement = StatementUnderWay(first.line)
        self._rank = 0
        self._seen = {"20"}
        self._last_line = first.line
        self._currency = options.currency
        self._pending: tuple[StatementLine, list[str]] | None = None
        self._deviations: list[StatementRejected] = []
        self._totals = InterimTotals()

    def take(self, field: TaggedField) -> Iterator[Entry]:
        """The entry that is complete now that `field` follows it, if any."""
        self._check_order(field)
        self._last_line = field.line
        if field.tag == "86":
            self._details(field)
            return
        if field.tag != "NS":
            yield from self._flush()
        self._handle(field)

    def finish(self) -> Iterator[Entry]:
        yield from self._flush()
        interim = bool(self._seen & _INTERIM)
        self._require("25", {"25", "25P"})
        if not interim:
            self._require("60F", {"60F", "60M"})
            self._require("62F", {"62F", "62M"})
        statement = self._statement
        if self._deviations and not statement.proven:
            raise self._deviations[0]
        for deviation in self._deviations:
            error = deviation.error
            statement.warn(error.code, error.line, error.field, error.message)
        self._totals.check(statement)
        statement.currency = self._currency
        self._options.summaries.append(statement.close(":62F: amount"))

    def _handle(self, field: TaggedField) -> None:
        tag, text = field.tag, field.text
        if tag in {"25", "25P"}:
            self._account(field)
        elif tag in {"28", "28C"}:
            self._statement.statement_id = clean_text(text)
        elif tag in BALANCE_TAGS:
            balance = read_balance(tag, text, field.line, self._currency)
            if self._currency is None or tag in {"60F", "60M"}:
                self._currency = balance.currency
            self._statement.balances.append(balance)
        elif tag == "34F":
            self._currency = self._totals.floor_limit(field)
        elif tag in {"90C", "90D"}:
            self._totals.stated(field)
        elif tag == "61":
            self._line(field)

    def _account(self, field: TaggedField) -> None:
        identifier = account_identifier(field.text)
        if identifier is None:
            raise rejected("account_missing", field.line, f":{field.tag}:", "an account identification")
        self._statement.account_identifier = identifier
        tail = field.text[-3:]
        if self._currency is None and tail in CURRENCY_EXPONENTS and not field.text[-4:-3].isalpha():
            self._currency = tail

    def _line(self, field: TaggedField) -> None:
        if self._currency is None:
            raise rejected("currency_missing", field.line, ":60F: currency", "a currency before the first :61:")
        lines = list(field.lines)
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        line = read_statement_line(lines, field.line, self._currency)
        if not line.customer_reference and line.bank_reference is None:
            self._deviate(rejected("reference_missing", field.line, ":61: customer reference", "a reference or NONREF"))
        self._pending = (line, [])

    def _details(self, field: TaggedField) -> None:
        lines = list(field.lines)
        while len(lines) > 1 and not lines[-1].strip():
            lines.pop()
        if len(lines) > _DETAIL_LINES_MAX:
            expected = f"at most {_DETAIL_LINES_MAX} lines of 65 characters"
            self._deviate(rejected("details_too_long", field.line, ":86:", expected, got=f"{len(lines)} lines"))
        if self._pending is not None:
            self._pending[1].extend(lines)

    def _deviate(self, deviation: StatementRejected) -> None:
        if len(self._deviations) < _DEVIATIONS_MAX:
            self._deviations.append(deviation)

    def _flush(self) -> Iterator[Entry]:
        if self._pending is None:
            return
        line, details = self._pending
        self._pending = None
        if line.mark in {"EC", "ED"}:
            self._statement.skipped_count += 1
            return
        assert self._currency is not None, "a :61: is only read once the currency is known"
        self._statement.count(self._currency, line.signed_minor)
        self._totals.count(line.signed_minor)
        yield _entry(line, details, self._statement.account_identifier or "", self._currency)

    def _check_order(self, field: TaggedField) -> None:
        tag = field.tag
        if tag in _ANYWHERE:
            self._seen.add(tag)
            return
        rank = _ORDER.get(tag)
        if rank is None:
            raise rejected("tag_unknown", field.line, f":{tag}:", "a field of MT940 or MT942")
        if rank < self._rank or (tag in _ONCE and tag in self._seen):
            raise rejected("tag_unexpected", field.line, f":{tag}:", self._next_tags())
        if rank >= 3:
            self._require("25", {"25", "25P"}, before=field)
        if tag in {"62F", "62M"}:
            self._require("60F", {"60F", "60M"}, before=field)
        if rank == 5 and not self._seen & {"60F", "60M", "34F", "13D", "13"}:
            self._require("60F", {"60F", "60M"}, before=field)
        self._rank = rank
        self._seen.add(tag)

    def _require(self, name: str, tags: set[str], before: TaggedField | None = None) -> None:
        if not self._seen & tags:
            if before is not None:
                raise rejected("tag_unexpected", before.line, f":{before.tag}:", f":{name}: before it")
            raise rejected("tag_missing", self._last_line, f":{name}:", f"a field :{name}: in the message")

    def _next_tags(self) -> str:
        following = [f":{tag}:" for tag, rank in _ORDER.items() if rank >= self._rank and tag not in self._seen & _ONCE]
        return f":86: or one of {' '.join(following)}"


def _entry(line: StatementLine, details: list[str], account: str, currency: str) -> Entry:
    found = read_mt940_details(details)
    supplementary = clean_text(line.supplementary)
    own_reference = None if line.customer_reference.upper() in _NOT_A_REFERENCE else line.customer_reference
    bank_reference = line.bank_reference or ""
    code = line.transaction_type.strip()
    return Entry(
        account_identifier=account,
        account_name=None,
        currency=currency,
        booking_date=line.entry_date or line.value_date,
        value_date=line.value_date,
        amount_minor=line.signed_minor,
        reference=found.reference or clean_text(own_reference),
        bank_reference=None if bank_reference.upper() in _NOT_A_REFERENCE else clean_text(bank_reference),
        counterparty_name=found.counterparty_name,
        counterparty_account=found.counterparty_account,
        description=" ".join(text for text in (found.description, supplementary) if text),
        transaction_code=code if found.business_code is None else f"{code}/{found.business_code}",
        line=line.line,
    )

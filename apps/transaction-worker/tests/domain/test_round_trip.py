"""Statements made of random entries, written in each format, read back as those entries."""

import io
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from xml.sax.saxutils import escape

import pytest

from transaction_worker.domain.currency_exponents import CURRENCY_EXPONENTS
from transaction_worker.domain.entry import Entry
from transaction_worker.domain.fingerprint import fingerprint
from transaction_worker.domain.occurrence import Occurrences
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_error import StatementRejected

_ACCOUNT = "DE89370400440532013000"
_LETTERS = "abcdefghijklmnopqrstuvwxyz ABC 0123456789 .-+()"
_CURRENCIES = ("EUR", "JPY", "BHD", "HUF", "CLF")


def _text(chance: random.Random, letters: str = _LETTERS) -> str:
    return " ".join("".join(chance.choice(letters) for _ in range(chance.randint(1, 14))).split()) or "x"


def _entries(seed: int, letters: str = _LETTERS) -> list[Entry]:
    chance = random.Random(seed)
    currency = chance.choice(_CURRENCIES)
    found: list[Entry] = []
    for _ in range(chance.randint(1, 30)):
        booked = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
        amount = chance.choice((chance.randint(-999, 999), chance.randint(-(10**12), 10**12)))
        entry = Entry(
            account_identifier=_ACCOUNT,
            account_name=None,
            currency=currency,
            booking_date=booked,
            value_date=booked + timedelta(days=chance.randint(-3, 3)),
            amount_minor=amount or 1,
            reference=_text(chance, letters),
            bank_reference=None,
            counterparty_name=None,
            counterparty_account=None,
            description=_text(chance, letters),
            transaction_code=None,
            line=0,
        )
        found += [entry] * chance.choice((1, 1, 1, 2))
    return found


def _decimal(minor: int, currency: str, point: str = ".") -> str:
    exponent = CURRENCY_EXPONENTS[currency]
    digits = str(abs(minor)).rjust(exponent + 1, "0")
    return digits if exponent == 0 else f"{digits[:-exponent]}{point}{digits[-exponent:]}"


def _camt(entries: list[Entry]) -> str:
    body = "".join(
        f'<Ntry><Amt Ccy="{entry.currency}">{_decimal(entry.amount_minor, entry.currency)}</Amt>'
        f"<CdtDbtInd>{'CRDT' if entry.amount_minor > 0 else 'DBIT'}</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{entry.booking_date}</Dt></BookgDt><ValDt><Dt>{entry.value_date}</Dt></ValDt>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{escape(entry.reference or '')}</EndToEndId></Refs>"
        f"<RmtInf><Ustrd>{escape(entry.description)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        for entry in entries
    )
    return (
        f"<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>{_ACCOUNT}</IBAN></Id></Acct>{body}</Stmt>"
        f"</BkToCstmrStmt></Document>"
    )


def _csv(entries: list[Entry]) -> str:
    rows = [
        f'{entry.booking_date},{entry.value_date},"{"-" if entry.amount_minor < 0 else ""}'
        f'{_decimal(entry.amount_minor, entry.currency)}",{entry.currency},"{_quoted(entry.reference)}",'
        f'"{_quoted(entry.description)}",{_ACCOUNT}'
        for entry in entries
    ]
    return "\n".join(["Date,Value date,Amount,Currency,Reference,Description,Account", *rows])


def _quoted(text: str | None) -> str:
    return (text or "").replace('"', '""')


def _ofx(entries: list[Entry]) -> str:
    body = "\n".join(
        f"<STMTTRN><DTPOSTED>{entry.booking_date:%Y%m%d}<DTAVAIL>{entry.value_date:%Y%m%d}"
        f"<TRNAMT>{'-' if entry.amount_minor < 0 else ''}{_decimal(entry.amount_minor, entry.currency)}"
        f"<REFNUM>{escape(entry.reference or '')}<MEMO>{escape(entry.description)}</STMTTRN>"
        for entry in entries
    )
    account = f"<BANKACCTFROM><ACCTID>{_ACCOUNT}</BANKACCTFROM>"
    return f"<OFX><STMTRS><CURDEF>{entries[0].currency}{account}{body}</STMTRS></OFX>"


def _json(entries: list[Entry]) -> str:
    transactions = [
        {
            "bookingDate": str(entry.booking_date),
            "valueDate": str(entry.value_date),
            "amount": {"amountMinor": str(entry.amount_minor), "currency": entry.currency},
            "reference": entry.reference,
            "description": entry.description,
        }
        for entry in entries
    ]
    return json.dumps({"sourceKind": "bank", "account": _ACCOUNT, "transactions": transactions})


def _mt940(entries: list[Entry]) -> str:
    total = sum(entry.amount_minor for entry in entries)
    currency = entries[0].currency
    lines = [
        f":61:{entry.value_date:%y%m%d}{entry.booking_date:%m%d}{'C' if entry.amount_minor > 0 else 'D'}"
        f"{_comma(entry.amount_minor, currency)}NMSC{entry.reference}\n:86:{entry.description}"
        for entry in entries
    ]
    opening, closing = (
        f"{'D' if amount < 0 else 'C'}260101{currency}{_comma(amount, currency)}" for amount in (0, total)
    )
    return "\n".join([":20:X", f":25:{_ACCOUNT}", ":28C:1", f":60F:{opening}", *lines, f":62F:{closing}", "-"])


def _comma(minor: int, currency: str) -> str:
    text = _decimal(minor, currency, ",")
    return text if "," in text else f"{text},"


def _bai2(entries: list[Entry]) -> str:
    lines: list[str] = []
    total = sum(abs(entry.amount_minor) for entry in entries)
    for day, entry in enumerate(entries):
        amount = abs(entry.amount_minor)
        code = "195" if entry.amount_minor > 0 else "495"
        lines += [
            f"02,R,S,1,{entry.booking_date:%y%m%d},,{entry.currency},2/",
            f"03,{_ACCOUNT},/",
            f"16,{code},{amount},V,{entry.value_date:%y%m%d},,,{entry.reference},{entry.description}/",
            f"49,{amount},3/",
            f"98,{amount},1,5/",
        ]
        assert day < 100
    return "\n".join(["01,S,R,260101,0600,1,,,2/", *lines, f"99,{total},{len(entries)},{5 * len(entries) + 2}/"])


_WRITERS: list[tuple[str, Callable[[list[Entry]], str], str]] = [
    ("camt", _camt, _LETTERS + "äß€漢&<>\"'/"),
    ("csv", _csv, _LETTERS + "äß€漢&<>\"',;/"),
    ("ofx", _ofx, _LETTERS + "äß€漢&>\"'/"),
    ("json", _json, _LETTERS + "äß€漢&<>\"'/"),
    ("mt940", _mt940, "abcdefgh ABC 01234"),
    ("bai2", _bai2, "abcdefgh ABC 01234"),
]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("write", "letters"), [writer[1:] for writer in _WRITERS], ids=[name for name, *_ in _WRITERS])
def test_a_written_statement_reads_back_as_its_entries(
    write: Callable[[list[Entry]], str], letters: str, seed: int
) -> None:
    entries = [entry for entry in _entries(seed, letters) if not (entry.reference or "").startswith("//")]
    content = write(entries).encode()
    found = [_bare(entry) for entry in parse_statement(io.BytesIO(content), file_name="x")]
    assert found == entries


@pytest.mark.parametrize("seed", range(10))
def test_every_entry_has_its_own_fingerprint_and_occurrence_and_keeps_it_when_read_again(seed: int) -> None:
    content = _camt(_entries(seed)).encode()

    def keys() -> list[tuple[bytes, int]]:
        occurrences = Occurrences()
        digests = [fingerprint(entry, "bank") for entry in parse_statement(io.BytesIO(content), file_name="x")]
        return [(digest, occurrences.next(digest)) for digest in digests]

    first = keys()
    assert len(set(first)) == len(first)
    assert keys() == first


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("write", [writer[1] for writer in _WRITERS], ids=[name for name, *_ in _WRITERS])
def test_a_damaged_statement_is_read_or_rejected_and_never_fails_otherwise(
    write: Callable[[list[Entry]], str], seed: int
) -> None:
    chance = random.Random(seed)
    content = bytearray(write(_entries(seed, "abcdefgh ABC 01234")).encode())
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[place] = chance.randrange(256)
            case 1:
                del content[place : place + chance.randint(1, 40)]
            case _:
                content[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 5)))
    try:
        entries = list(parse_statement(io.BytesIO(bytes(content)), file_name="x"))
    except StatementRejected as rejected:
        assert rejected.error.message
        assert rejected.error.line is None or rejected.error.line >= 1
    else:
        assert all(isinstance(entry.amount_minor, int) for entry in entries)


def _bare(entry: Entry) -> Entry:
    return replace(entry, line=0, transaction_code=None)

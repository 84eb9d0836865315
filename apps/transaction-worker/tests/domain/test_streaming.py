"""Statements stream: memory stays constant, bytes are read as needed, and an error leaves nothing half read."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_error import StatementRejected

_ENTRY = (
    '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt>'
    "<NtryDtls><TxDtls><RmtInf><Ustrd>Invoice of November</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
)
_FORMATS = {
    "camt053": ("<Document><BkToCstmrStmt><Stmt>\n", _ENTRY, "</Stmt></BkToCstmrStmt></Document>"),
    "csv": ("date,amount,currency,account\n", "2026-11-02,1.00,EUR,A\n", ""),
    "mt940": (":20:X\n:25:A\n:28C:1\n:60F:C260101EUR0,\n", ":61:261102C1,NMSCX\n:86:text\n", ":62F:C261102EUR0,\n-\n"),
    "ofx": ("<OFX><STMTRS><CURDEF>EUR\n", "<STMTTRN><DTPOSTED>20261102<TRNAMT>1\n</STMTTRN>", "</STMTRS></OFX>"),
}  # fmt: skip


class _Drip:
    """A stream that gives what it likes and counts what was taken, as an S3 body does."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""
        self.taken = 0

    def read(self, size: int, /) -> bytes:
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._rest = part
        given, self._rest = self._rest[:size], self._rest[size:]
        self.taken += len(given)
        return given


def _parts(name: str, count: int) -> Iterator[bytes]:
    start, entry, end = _FORMATS[name]
    yield start.encode()
    for _ in range(count // 100):
        yield (entry * 100).encode()
    yield end.encode()


@pytest.mark.parametrize("name", _FORMATS)
def test_entries_come_while_the_file_is_still_being_read(name: str) -> None:
    count = 1_000_000 // len(_FORMATS[name][1]) // 100 * 100
    size = sum(len(part) for part in _parts(name, count))
    drip = _Drip(_parts(name, count))
    entries = iter(parse_statement(drip, file_name="x", account="A"))
    next(entries)
    assert drip.taken < size
    assert sum(1 for _ in entries) == count - 1


@pytest.mark.parametrize("name", _FORMATS)
def test_memory_does_not_grow_with_the_file(name: str) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in parse_statement(_Drip(_parts(name, count)), file_name="x", account="A"):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(100)
    # Buffers fill up to 0.4 MB; three thousand entries kept would be over 1 MB.
    assert peak(4_000) < peak(1_000) + 600_000


@pytest.mark.parametrize("name", _FORMATS)
def test_a_fault_at_the_end_rejects_the_statement_without_a_summary(name: str) -> None:
    start, entry, end = _FORMATS[name]
    faulty = entry.replace("2026-11-02", "2026-13-02").replace("261102", "261302")
    parsed = parse_statement(io.BytesIO((start + entry * 3 + faulty + end).encode()), file_name="x", account="A")
    seen = []
    with pytest.raises(StatementRejected) as caught:
        seen.extend(parsed)
    assert caught.value.error.code == "date_invalid"
    assert len(seen) <= 3
    assert parsed.summaries == ()


def test_a_fault_of_the_stream_itself_is_not_taken_for_a_fault_of_the_file() -> None:
    def broken() -> Iterator[bytes]:
        yield b"date,amount,currency,account\n"
        yield b"2026-11-02,1.00,EUR,A\n" * 10_000
        raise ConnectionError("the store went away")

    with pytest.raises(ConnectionError):
        list(parse_statement(_Drip(broken()), file_name="x"))

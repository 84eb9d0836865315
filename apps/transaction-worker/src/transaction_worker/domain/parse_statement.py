from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from .csv_mapping import CsvMapping
from .detect_format import detect_format
from .entry import Entry
from .entry_bounds import out_of_bounds
from .formats.bai2 import read_bai2
from .formats.camt import read_camt
from .formats.csv import read_csv
from .formats.json_batch import read_json_batch
from .formats.mt940 import read_mt940
from .formats.ofx import read_ofx
from .parse_options import ParseOptions
from .rejoined_stream import ReadableBytes, read_head, rejoined_stream
from .statement_format import StatementFormat
from .statement_summary import StatementSummary

_Reader = Callable[[BinaryIO, bytes, ParseOptions], Iterator[Entry]]

_HEAD_BYTES: Final = 1 << 16

_READERS: Final[dict[StatementFormat, _Reader]] = {
    "camt053": lambda stream, head, options: read_camt(stream, head, options, "camt053"),
    "camt052": lambda stream, head, options: read_camt(stream, head, options, "camt052"),
    "camt054": lambda stream, head, options: read_camt(stream, head, options, "camt054"),
    "mt940": read_mt940,
    "mt942": read_mt940,
    "bai2": read_bai2,
    "ofx": read_ofx,
    "csv": read_csv,
    "json": lambda stream, _, options: read_json_batch(stream, options),
}


class ParsedStatement:
    """A statement being read: iterate it once for its entries, which stream in constant memory.

    `format` is known at once; `summaries` is complete when the iteration has ended. Iterating raises
    `StatementRejected` at the first fault; entries seen before it must be thrown away (roll back), since a
    statement is taken whole or not at all.
    """

    def __init__(
        self, statement_format: StatementFormat, entries: Iterator[Entry], summaries: list[StatementSummary]
    ) -> None:
        self.format: Final = statement_format
        self._entries = entries
        self._summaries = summaries

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            fault = out_of_bounds(entry)
            if fault is not None:
                raise fault
            yield entry

    @property
    def summaries(self) -> tuple[StatementSummary, ...]:
        return tuple(self._summaries)


def parse_statement(
    stream: ReadableBytes,
    *,
    file_name: str,
    format: StatementFormat | None = None,  # noqa: A002 - the word of the contract and of the statements table
    mapping: CsvMapping | None = None,
    account: str | None = None,
    currency: str | None = None,
) -> ParsedStatement:
    """Opens a statement for reading.

    `stream` needs `read(size)` only. `format` None: CSV if there is a mapping, else told from the content, then from
    `file_name`.
    `account` and `currency` apply to entries for which the file names none.
    Raises `StatementRejected` for an empty file or an unknown format here, for every other fault while iterating.
    """
    head = read_head(stream, _HEAD_BYTES)
    stated = format if mapping is None else format or "csv"
    detected = stated if stated is not None and head.strip() else detect_format(head, file_name)
    options = ParseOptions(mapping, account, currency)
    entries = _READERS[detected](rejoined_stream(head, stream), head, options)
    return ParsedStatement(detected, entries, options.summaries)

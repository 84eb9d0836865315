from collections.abc import Iterator
from typing import BinaryIO

from .csv_mapping import CsvMapping
from .entry import Entry
from .statement_format import StatementFormat
from .statement_summary import StatementSummary


class ParsedStatement:
    """A statement being read: iterate it once for its entries; memory stays constant however long the file is.

    `format` is known at once; `summaries` is complete when the iteration has ended. Iterating raises
    `StatementRejected` at the first fault; entries seen before it must be thrown away (roll back), since a
    statement is taken whole or not at all.
    """

    format: StatementFormat

    def __init__(self, format: StatementFormat, entries: Iterator[Entry], summaries: list[StatementSummary]) -> None:
        self.format = format
        self._entries = entries
        self._summaries = summaries

    def __iter__(self) -> Iterator[Entry]:
        return self._entries

    @property
    def summaries(self) -> tuple[StatementSummary, ...]:
        return tuple(self._summaries)


def parse_statement(
    stream: BinaryIO,
    *,
    file_name: str,
    format: StatementFormat | None = None,
    mapping: CsvMapping | None = None,
    account: str | None = None,
    currency: str | None = None,
) -> ParsedStatement:
    """Opens a statement for reading.

    `stream` needs `read(size)` only. `format` None: detected from the content, then from `file_name`.
    `account` and `currency` apply to entries for which the file names none.
    Raises `StatementRejected` for an unknown format here, for every other fault while iterating.
    """
    raise NotImplementedError

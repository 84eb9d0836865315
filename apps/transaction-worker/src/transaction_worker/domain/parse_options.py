from dataclasses import dataclass, field

from .csv_mapping import CsvMapping
from .statement_summary import StatementSummary


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What the caller knows beside the bytes, and where a reader leaves the summaries of finished statements."""

    mapping: CsvMapping | None = None
    account: str | None = None
    currency: str | None = None
    summaries: list[StatementSummary] = field(default_factory=list)

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from .statement_format import StatementFormat

SourceKind = Literal["bank", "processor", "ledger"]


@dataclass(frozen=True, slots=True)
class ReceivedStatement:
    """A statement as uploaded: where its file lies, what was said about it, and whether it was read already."""

    tenant_id: UUID
    statement_id: UUID
    source_kind: SourceKind
    format: StatementFormat | None
    """As the uploader named it; None: to be detected."""
    file_name: str
    object_key: str
    sha256: bytes
    size_bytes: int
    mapping: object | None
    """The uploaded CSV mapping in its JSON form."""
    is_open: bool
    """False once it was imported or rejected."""


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """Entries of a file, and how many of them were new to the tenant."""

    entry_count: int
    new_count: int

    @property
    def duplicate_count(self) -> int:
        return self.entry_count - self.new_count

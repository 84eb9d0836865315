from dataclasses import dataclass
from typing import Literal

StatementErrorCode = Literal[
    "account_missing",
    "accounts_too_many",
    "amount_ambiguous",
    "amount_malformed",
    "amount_missing",
    "amount_out_of_range",
    "amount_too_precise",
    "batch_invalid",
    "column_ambiguous",
    "column_missing",
    "column_surplus",
    "control_count_mismatch",
    "control_total_mismatch",
    "csv_malformed",
    "currency_missing",
    "currency_unknown",
    "date_format_ambiguous",
    "date_invalid",
    "date_out_of_range",
    "decimal_separator_ambiguous",
    "details_too_long",
    "direction_unknown",
    "element_invalid",
    "element_missing",
    "element_unexpected",
    "encoding_invalid",
    "field_invalid",
    "field_too_long",
    "file_empty",
    "file_too_large",
    "format_mismatch",
    "format_unknown",
    "group_status_unsupported",
    "header_unknown",
    "json_malformed",
    "line_too_long",
    "mapping_invalid",
    "ofx_error_status",
    "ofx_malformed",
    "record_missing",
    "record_too_long",
    "record_unexpected",
    "record_unknown",
    "reference_missing",
    "tag_missing",
    "tag_unexpected",
    "tag_unknown",
    "text_too_long",
    "type_code_unknown",
    "version_unsupported",
    "xml_document_type",
    "xml_malformed",
]

_FIELD_CHARACTERS_MAX = 300


@dataclass(frozen=True, slots=True)
class StatementError:
    """Why a statement cannot be read. `line` is 1-based, None where the fault has no place in the file.

    `field` is the element, tag or column at fault in the words of the file's format (`Ntry/Amt`, `:61: amount`,
    `amount (column 3)`), at most 300 characters; `expected` is what would be right; `message` says it all in one line.
    """

    code: StatementErrorCode
    line: int | None
    field: str
    expected: str
    message: str


class StatementRejected(Exception):  # noqa: N818 - it carries the expected failure, which is named an error
    """Carries a `StatementError` out of a half-read stream: what was read before it is void with it."""

    def __init__(self, error: StatementError) -> None:
        super().__init__(error.message)
        self.error = error


def rejected(
    code: StatementErrorCode, line: int | None, field: str, expected: str, *, got: str | None = None
) -> StatementRejected:
    """The rejection with its message: place, field, expectation and, shortened, what stood there."""
    place = "" if line is None else f"line {line}: "
    found = "" if got is None else f", got {_shortened(got)}"
    field = _printable(field)[:_FIELD_CHARACTERS_MAX]
    message = f"{place}{field.removesuffix(':')}: expected {expected}{found}"
    return StatementRejected(StatementError(code, line, field, expected, message))


def _printable(text: str) -> str:
    """The text, escaped where it holds what neither JSON nor PostgreSQL takes, such as NUL or a lone surrogate."""
    return text if text.isprintable() else ascii(text)[1:-1]


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}...")

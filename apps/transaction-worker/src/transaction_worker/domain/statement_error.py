from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementError:
    """Why a statement cannot be read. `line` is 1-based, None where the fault has no place in the file.

    `code` is one of the snake_case codes of docs/decisions; `field` is the element, tag or column at fault in the
    words of the file's format (`Ntry/Amt`, `:61: amount`, `amount (column 3)`); `expected` is what would be right.
    """

    code: str
    line: int | None
    field: str
    expected: str
    message: str


class StatementRejected(Exception):  # noqa: N818 - it carries the expected failure, which is named an error
    """Carries a `StatementError` out of a half-read stream: what was read before it is void with it."""

    def __init__(self, error: StatementError) -> None:
        super().__init__(error.message)
        self.error = error


def rejected(code: str, line: int | None, field: str, expected: str, *, got: str | None = None) -> StatementRejected:
    """The rejection with its message: place, field, expectation and, shortened, what stood there."""
    place = "" if line is None else f"line {line}: "
    found = "" if got is None else f", got {_shortened(got)}"
    message = f"{place}{field.removesuffix(':')}: expected {expected}{found}"
    return StatementRejected(StatementError(code, line, field, expected, message))


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:57]}...")

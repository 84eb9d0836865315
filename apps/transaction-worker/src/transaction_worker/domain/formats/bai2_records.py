import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from ..statement_error import rejected
from ..text_lines import text_lines

_CODES: Final = "01|02|03|16|49|98|99"
_RECORD = re.compile(rf"({_CODES}|88),(.*)")
_FOREIGN = re.compile(r"([0-9]{2}),")
_NEXT_ON_LINE = re.compile(rf"/\s+(?=(?:{_CODES}|88),)")
_CONTINUATIONS_MAX: Final = 10_000


@dataclass(slots=True)
class Bai2Record:
    """A record with its continuations (88). `physical` counts both, as the control records do."""

    code: str
    line: int
    bodies: list[str] = field(default_factory=list)

    @property
    def physical(self) -> int:
        return len(self.bodies)


class Bai2Fields:
    """The comma-separated fields of a record across its continuations, taken one by one."""

    def __init__(self, record: Bai2Record) -> None:
        self.line = record.line
        self._bodies = iter(record.bodies)
        self._fields: list[str] = []
        self._place = 0
        self._next_body()

    def take(self) -> str:
        """The next field, trimmed; "" past the end."""
        while self._place >= len(self._fields):
            if not self._next_body():
                return ""
        self._place += 1
        return self._fields[self._place - 1].strip()

    @property
    def more(self) -> bool:
        """Whether a field is left, in this body or in a continuation."""
        while self._place >= len(self._fields):
            if not self._next_body():
                return False
        return True

    def rest(self) -> str:
        """The last field, which may hold commas, and the text of the continuations after it."""
        texts = [",".join(self._fields[self._place :]), *self._bodies]
        self._place = len(self._fields)
        return " ".join(text.strip() for text in texts if text.strip())

    def _next_body(self) -> bool:
        body = next(self._bodies, None)
        if body is None:
            return False
        self._fields, self._place = body.split(","), 0
        return True


def bai2_records(stream: BinaryIO, head: bytes) -> Iterator[Bai2Record]:
    """Records in order, ended by `/` or by the line's end.

    Several records on a line are told apart by `/`, blanks and a record code; a line without a code continues the text
    of an unended record, as transfers that wrap lines leave it.
    """
    current: Bai2Record | None = None
    ended = True
    for line, text in _physical(text_lines(stream, head)):
        found = _RECORD.fullmatch(text)
        if found is None:
            if current is None or ended or (_FOREIGN.match(text) is not None and text.endswith("/")):
                raise rejected("record_unknown", line, "record code", "01, 02, 03, 16, 49, 88, 98 or 99", got=text[:20])
            current.bodies[-1] += " " + text.removesuffix("/")
            ended = text.endswith("/")
            continue
        ended = text.endswith("/")
        body = found[2].removesuffix("/")
        if found[1] == "88":
            if current is None or current.code not in {"03", "16"}:
                raise rejected("record_unexpected", line, "88", "a continuation of a 03 or 16 record")
            if current.physical >= _CONTINUATIONS_MAX:
                raise rejected("record_too_long", line, "88", f"at most {_CONTINUATIONS_MAX} continuations")
            current.bodies.append(body)
            continue
        if current is not None:
            yield current
        current = Bai2Record(found[1], line, [body])
    if current is not None:
        yield current


def _physical(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(lines, 1):
        text = raw.strip(" \t\r\n\x1a\x00")
        if not text:
            continue
        pieces = _NEXT_ON_LINE.split(text)
        for piece in pieces[:-1]:
            yield number, piece + "/"
        yield number, pieces[-1]

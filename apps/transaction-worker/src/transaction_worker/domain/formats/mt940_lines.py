import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from ..statement_error import rejected
from ..text_lines import text_lines

_TAG = re.compile(r":([0-9]{2}[A-Z]?|[A-Z]{2}):")
_BLOCKS = re.compile(r"(?:\{[1235]:[^\r\n]*?\}|\{4:)+")
_END = re.compile(r"-(?:\}.*|X{3})?")
_CONTROLS = "\x00\x01\x02\x03\x04\x1a\x1c\x1d\x1e\x1f"
_FIELD_LINES_MAX: Final = 1000
_KNOWN: Final = frozenset(
    {
        "20",
        "21",
        "25",
        "25P",
        "28",
        "28C",
        "60F",
        "60M",
        "34F",
        "13",
        "13D",
        "61",
        "86",
        "62F",
        "62M",
        "64",
        "65",
        "65F",
        "90D",
        "90C",
        "NS",
    }
)
_FULL_LINE: Final = 60  # of 65; words and `?20` marks are kept whole by some banks


@dataclass(slots=True)
class TaggedField:
    """One `:tag:` with its lines as they stand in the file; the first without the tag."""

    tag: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The first line, trimmed."""
        return self.lines[0].strip()


def tagged_fields(stream: BinaryIO, head: bytes) -> Iterator[TaggedField | None]:
    """The fields of all messages in order; None where a message ends (`-`, `-}`).

    Before a message's first field anything may stand: SWIFT blocks, or the preambles of ABN AMRO, ING and Rabobank.
    """
    current: TaggedField | None = None
    for number, raw in enumerate(text_lines(stream, head), 1):
        line = raw.rstrip("\r\n").strip(_CONTROLS)
        if line.startswith("{"):
            line = _BLOCKS.sub("", line, count=1)
        tag = _TAG.match(line)
        if tag is not None and not _wrapped(tag[1], current):
            if current is not None:
                yield current
            current = TaggedField(tag[1], number, [line[tag.end() :]])
        elif _END.fullmatch(line.strip()) is not None:
            if current is not None:
                yield current
                yield None
            current = None
        elif current is not None:
            if len(current.lines) >= _FIELD_LINES_MAX:
                raise rejected("field_too_long", number, f":{current.tag}:", f"at most {_FIELD_LINES_MAX} lines")
            current.lines.append(line)
    if current is not None:
        yield current
    yield None


def _wrapped(tag: str, current: TaggedField | None) -> bool:
    """Text such as a time, `13:12:11`, that a `:86:` of full lines broke before a colon: not a field."""
    return tag not in _KNOWN and current is not None and current.tag == "86" and len(current.lines[-1]) >= _FULL_LINE

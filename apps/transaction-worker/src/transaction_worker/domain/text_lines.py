import codecs
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO, Final

from .statement_error import rejected

LINE_CHARACTERS_MAX: Final = 1_000_000


def text_lines(stream: BinaryIO, head: bytes, *, keep_ends: bool = False) -> Iterator[str]:
    """The lines of a text of unknown encoding, one by one; CR, LF and CRLF all end a line.

    UTF-16 by its byte order mark; else UTF-8, and a line that is not UTF-8 is Windows-1252, as bank software writes
    it. `head` is the beginning of the stream (only looked at); `keep_ends` leaves the line ends as csv wants them.
    """
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = TextIOWrapper(stream, encoding="utf-16" if utf_16 else "latin-1", newline="" if keep_ends else None)
    number = 0
    try:
        while line := text.readline(LINE_CHARACTERS_MAX):
            number += 1
            if len(line) >= LINE_CHARACTERS_MAX:
                raise rejected("line_too_long", number, "line", f"at most {LINE_CHARACTERS_MAX} characters")
            decoded = line if utf_16 or line.isascii() else decoded_line(line)
            yield decoded.removeprefix("\ufeff") if number == 1 else decoded
    except UnicodeDecodeError as error:
        raise rejected("encoding_invalid", number + 1, "line", "valid UTF-16") from error


def decoded_line(line: str) -> str:
    """Text that was read as Latin-1, in the encoding it is in: UTF-8, else Windows-1252."""
    raw = line.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(raw)


def _windows(raw: bytes) -> str:
    """Windows-1252; its five unassigned bytes keep their Latin-1 meaning, controls that cleaning removes."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, Final

from ..clean_text import clean_text
from ..statement_error import rejected
from ..text_lines import decoded_line

_CHUNK: Final = 1 << 16
_TAG_CHARACTERS_MAX: Final = 1_000_000
_ENTITY = re.compile(r"&(?:#(?P<decimal>[0-9]{1,7})|#x(?P<hex>[0-9A-Fa-f]{1,6})|(?P<name>lt|gt|amp|quot|apos|nbsp));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": " "}
_CDATA: Final = "![CDATA["
_BEGINS_TAG = re.compile(r"/?[A-Za-z]|\?|!(?!\[CDATA\[)")
_NAME = re.compile(r"/?[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class OfxTag:
    """A tag with the text after it. `name` is upper case; `text` None where nothing but blanks follows."""

    line: int
    name: str
    closing: bool
    text: str | None


def ofx_tags(stream: BinaryIO, head: bytes) -> Iterator[OfxTag]:
    """The tags of OFX 1 (SGML, where values stand unclosed) and OFX 2 (XML) alike; what precedes `<OFX>` is passed.

    Entities are the five of XML, `&nbsp;` and character numbers; a document type is rejected.
    """
    started = False
    for line, piece in _pieces(stream, head):
        if piece.startswith("!DOCTYPE") or piece.startswith("!ENTITY"):
            raise rejected("xml_document_type", line, "DOCTYPE", "a file without a document type or entities")
        name, bracket, rest = piece.partition(">")
        if name[:1] in {"?", "!"}:
            continue
        name = name.split()[0] if name.split() else ""
        if not bracket or _NAME.fullmatch(name.removesuffix("/")) is None:
            raise rejected("ofx_malformed", line, "tag", "a tag such as <STMTTRN>", got=f"<{piece[:40].rstrip()}")
        closing = name.startswith("/")
        name = name.strip("/").upper()
        started = started or name == "OFX"
        if started:
            yield OfxTag(line, name, closing, None if closing else _value(rest))
    if not started:
        raise rejected("element_missing", 1, "OFX", "an <OFX> element")


def _pieces(stream: BinaryIO, head: bytes) -> Iterator[tuple[int, str]]:
    """The text split before each `<` that begins a tag, CDATA joined to the text before it; with line numbers."""
    pieces = _split(stream, head)
    preamble = next(pieces, "")
    line, pending, pending_line = 1 + preamble.count("\n"), "", 1
    for raw in pieces:
        if pending and (_BEGINS_TAG.match(raw) is None or _open_section(pending)):
            pending += "<" + raw
        else:
            if pending:
                yield pending_line, pending
            pending, pending_line = raw, line
        if len(pending) > _TAG_CHARACTERS_MAX:
            raise rejected("text_too_long", pending_line, "tag", f"at most {_TAG_CHARACTERS_MAX} characters")
        line += raw.count("\n")
    if pending:
        yield pending_line, pending


def _open_section(pending: str) -> bool:
    """Whether a CDATA section or a comment has begun in which `<` begins no tag."""
    section = pending.rfind(_CDATA)
    if section >= 0:
        return "]]>" not in pending[section:]
    return pending.startswith("!--") and "-->" not in pending


def _split(stream: BinaryIO, head: bytes) -> Iterator[str]:
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = TextIOWrapper(stream, encoding="utf-16" if utf_16 else "latin-1", errors="replace", newline=None)
    rest = ""
    while chunk := text.read(_CHUNK):
        *complete, rest = (rest + chunk).split("<")
        if len(rest) > _TAG_CHARACTERS_MAX:
            raise rejected("text_too_long", None, "tag", f"at most {_TAG_CHARACTERS_MAX} characters")
        for piece in complete:
            yield piece if utf_16 or piece.isascii() else decoded_line(piece)
    yield rest if utf_16 or rest.isascii() else decoded_line(rest)


def _value(text: str) -> str | None:
    if _CDATA in text:
        text = text.replace("<" + _CDATA, "").replace("]]>", "")
    elif "&" in text:
        text = _ENTITY.sub(_character, text)
    return clean_text(text)


def _character(found: re.Match[str]) -> str:
    if found["name"] is not None:
        return _NAMED[found["name"]]
    number = int(found["decimal"]) if found["decimal"] is not None else int(found["hex"], 16)
    return chr(number) if number < 0x110000 else found[0]

import codecs
import re
from pathlib import PurePath
from typing import Final

from .statement_error import rejected
from .statement_format import StatementFormat

_CAMT: Final[tuple[tuple[str, StatementFormat], ...]] = (
    ("BkToCstmrStmt", "camt053"),
    ("BkToCstmrAcctRpt", "camt052"),
    ("BkToCstmrDbtCdtNtfctn", "camt054"),
)
_CAMT_ROOT: Final = re.compile("|".join(rf"<(?:[\w.-]+:)?{name}(?:V01)?[\s/>]" for name, _ in _CAMT))
_CAMT_NAMESPACE: Final = re.compile(r"camt\.05([234])\.")
_MT_TAGS: Final = re.compile(r"(?:^|\{4:|[\r\n])\s*:20:")
_INTERIM_TAGS: Final = re.compile(r"^:(?:34F|13D|90[CD]):", re.MULTILINE)
_MT_BLOCK: Final = re.compile(r"\{2:[IO](940|942)")
_BAI2: Final = re.compile(r"\s*0[0-9],")
_BY_SUFFIX: Final[dict[str, StatementFormat]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".ofx": "ofx",
    ".qfx": "ofx",
    ".bai": "bai2",
    ".bai2": "bai2",
    ".sta": "mt940",
    ".mt940": "mt940",
    ".940": "mt940",
    ".mt942": "mt942",
    ".942": "mt942",
}


def detect_format(head: bytes, file_name: str) -> StatementFormat:
    """The format of a file that begins with `head`, by its content, then by its name.

    Raises `StatementRejected`: `file_empty`, or `format_unknown` when neither says.
    """
    text = _text(head)
    if not text.strip():
        raise rejected("file_empty", 1, "file", "a statement")
    found = _by_content(text) or _BY_SUFFIX.get(PurePath(file_name).suffix.lower())
    if found is not None:
        return found
    first = text.lstrip().splitlines()[0]
    if re.search(r"[,;\t|]", first):
        return "csv"
    raise rejected("format_unknown", 1, "file", "camt.052/053/054, MT940, MT942, BAI2, OFX, CSV or JSON", got=first)


def _text(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _by_content(text: str) -> StatementFormat | None:
    stripped = text.lstrip()
    if stripped.startswith("OFXHEADER") or re.search(r"<\?OFX\s|<OFX>", text):
        return "ofx"
    if stripped.startswith("<"):
        return _camt(text)
    if _MT_TAGS.search(text) is not None:
        return _mt(text)
    if _BAI2.match(stripped) is not None and stripped.count(",") >= 5:
        return "bai2"
    return "json" if stripped.startswith("{") else None


def _camt(text: str) -> StatementFormat | None:
    root = _CAMT_ROOT.search(text)
    if root is not None:
        return next(name for element, name in _CAMT if element in root[0])
    namespace = _CAMT_NAMESPACE.search(text)
    return None if namespace is None else next(name for _, name in _CAMT if name.endswith(namespace[1]))


def _mt(text: str) -> StatementFormat:
    block = _MT_BLOCK.search(text)
    if block is not None:
        return "mt942" if block[1] == "942" else "mt940"
    return "mt942" if _INTERIM_TAGS.search(text) is not None else "mt940"

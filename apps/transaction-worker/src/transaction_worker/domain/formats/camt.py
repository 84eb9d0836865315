import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from lxml import etree

from ..balance import Balance, BalanceKind
from ..entry import Entry
from ..parse_options import ParseOptions
from ..rejoined_stream import rejoined_stream
from ..statement_error import StatementRejected, rejected
from ..statement_format import StatementFormat
from ..statement_under_way import StatementUnderWay
from .camt_entry import read_entry
from .camt_fields import amount_of, date_of
from .camt_header import HEADER_PATHS, CamtHeader, read_header
from .xml_picker import Element, XmlPicker, XmlPicks, line_of, local_name

_MESSAGES: Final = {
    "camt053": ("BkToCstmrStmt", "Stmt"),
    "camt052": ("BkToCstmrAcctRpt", "Rpt"),
    "camt054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
_STATEMENTS: Final = {statement for _, statement in _MESSAGES.values()}
_VERSION_1: Final = "V01"  # version 001.01 names the message element with its version
_TAGS: Final = tuple(
    f"{{*}}{name}"
    for name in (
        "Ntry",
        *_STATEMENTS,
        *(message + version for message, _ in _MESSAGES.values() for version in ("", _VERSION_1)),
    )
)
_BALANCES: Final[dict[str, BalanceKind]] = {
    "OPBD": "opening",
    "PRCD": "opening",
    "CLBD": "closing",
    "OPAV": "opening_available",
    "CLAV": "closing_available",
    "FWAV": "forward_available",
    "ITBD": "interim",
    "ITAV": "interim_available",
    "INFO": "information",
    "XPCD": "expected",
}
_BALANCE_CODES: Final = ("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd", "Tp")
_ENTRY_COUNT: Final = "TxsSummry/TtlNtries/NbOfNtries"
_HEADER_PICKER: Final = XmlPicker(HEADER_PATHS)
_FOOT_PICKER: Final = XmlPicker(["Bal", _ENTRY_COUNT])
_BALANCE_PICKER: Final = XmlPicker(["Amt", "CdtDbtInd", "Dt", "Dt/Dt", "Dt/DtTm", *_BALANCE_CODES])
_LATE_DECLARATION = re.compile(rb"(\xef\xbb\xbf)?(\s+)(<\?xml\s[^>]*\?>)")
_ELEMENT = re.compile(r"<[^?!]")


def read_camt(stream: BinaryIO, head: bytes, options: ParseOptions, expected: StatementFormat) -> Iterator[Entry]:
    """Entries of a camt.053, camt.052 or camt.054 message of any version, told by local names in any namespace.

    Nothing is fetched or expanded: a document type, and so every entity but the five of XML, is rejected.
    """
    _refuse_document_type(head)
    message, statement_name = _MESSAGES[expected]
    reader = _CamtReader(options)
    found_message: Element | None = None
    try:
        for _, element in etree.iterparse(
            _declaration_first(stream, head),
            events=("end",),
            tag=_TAGS,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            name = local_name(element.tag)
            if name == "Ntry":
                entry = reader.entry(element)
                _release(element)
                if entry is not None:
                    yield entry
            elif name in _STATEMENTS:
                if name == statement_name:
                    reader.close(element)
                _release(element)
            else:
                found_message = element
                if name.removesuffix(_VERSION_1) != message:
                    raise rejected("format_mismatch", line_of(element), name, f"{message}, as {expected} has")
    except etree.XMLSyntaxError as error:
        raise _malformed(error) from error
    if found_message is None:
        raise rejected("element_missing", 1, "Document", f"a {message} element")
    if not reader.statements:
        raise rejected("element_missing", line_of(found_message), f"{message}/{statement_name}", "at least one")


class _CamtReader:
    def __init__(self, options: ParseOptions) -> None:
        self._options = options
        self._header: CamtHeader | None = None
        self._statement: StatementUnderWay | None = None
        self.statements = 0

    def entry(self, element: Element) -> Entry | None:
        owner = element.getparent()
        if owner is None or local_name(owner.tag) not in _STATEMENTS:
            return None
        if self._header is None or self._statement is None:
            self._header, self._statement = self._open(owner)
        statement = self._statement
        entry = read_entry(element, self._header, statement)
        if entry is None:
            statement.skipped_count += 1
            return None
        statement.count(entry.currency, entry.amount_minor)
        return entry

    def close(self, element: Element) -> None:
        header, statement = self._header, self._statement
        if header is None or statement is None:
            header, statement = self._open(element)
        picks = _FOOT_PICKER.pick(element)
        statement.balances += [_balance(balance, header.currency) for balance in picks.all("Bal")]
        statement.currency = header.currency or next((found.currency for found in statement.balances), None)
        _check_summary(picks, statement)
        self._options.summaries.append(statement.close("Bal[CLBD]/Amt"))
        self.statements += 1
        self._header = self._statement = None

    def _open(self, owner: Element) -> tuple[CamtHeader, StatementUnderWay]:
        """The statement's header, read at its first entry, since `Acct` precedes the entries."""
        if owner.getroottree().docinfo.internalDTD is not None:
            raise _document_type(None)
        picks = _HEADER_PICKER.pick(owner)
        header = read_header(picks, self._options.account)
        statement = StatementUnderWay(picks.line())
        statement.account_identifier = header.account_identifier
        statement.account_name = header.account_name
        statement.statement_id = header.statement_id
        return header, statement


def _release(element: Element) -> None:
    """Frees an element that is done and its done predecessors of the same kind; the parser still needs the element."""
    element.clear()
    previous = element.getprevious()
    if previous is not None and previous.tag == element.tag:
        parent = element.getparent()
        if parent is not None:
            parent.remove(previous)


def _balance(element: Element, account_currency: str | None) -> Balance:
    picks = _BALANCE_PICKER.pick(element)
    amount, currency = amount_of(picks, account_currency)
    kind = _BALANCES.get(picks.first_text(_BALANCE_CODES) or "", "other")
    return Balance(kind, amount, currency, date_of(picks, "Dt"), picks.line())


def _check_summary(picks: XmlPicks, statement: StatementUnderWay) -> None:
    text = picks.raw(_ENTRY_COUNT)
    if text is None or not (text.isascii() and text.isdecimal()):
        return
    counted = statement.entry_count + statement.skipped_count
    if (text.lstrip("0") or "0") != str(counted):
        message = f"the summary counts {text[:20]} entries, the statement has {counted}"
        statement.warn("entry_count_mismatch", picks.line(_ENTRY_COUNT), _ENTRY_COUNT, message)


def _declaration_first(stream: BinaryIO, head: bytes) -> BinaryIO:
    """The stream with blanks that stand before its XML declaration put after it, so that lines keep their numbers."""
    found = _LATE_DECLARATION.match(head)
    if found is None:
        return stream
    stream.read(found.end())
    return rejoined_stream((found[1] or b"") + found[3] + found[2], stream)


def _refuse_document_type(head: bytes) -> None:
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1"
    text = head[: len(head) // 2 * 2].decode(encoding, errors="replace")
    root = _ELEMENT.search(text)
    place = text.find("<!DOCTYPE", 0, None if root is None else root.start())
    if place >= 0:
        raise _document_type(text.count("\n", 0, place) + 1)


def _document_type(line: int | None) -> StatementRejected:
    return rejected("xml_document_type", line, "DOCTYPE", "an XML message without a document type or entities")


def _malformed(error: etree.XMLSyntaxError) -> StatementRejected:
    return rejected("xml_malformed", error.lineno or None, "XML", "a well-formed document", got=error.msg)

"""Whatever can grow without end in a file has a limit, and the rejection says where it was passed."""

import codecs
import io
from typing import Any

import pytest

from transaction_worker.domain.parse_statement import parse_statement

_CSV_HEADER = "date,amount,currency,reference,description,account\n"
_MT940 = ":20:R\n:25:ACC\n:28C:1\n:60F:C260101EUR1,00\n:61:2601020102C1,00NTRFX\n:86:{text}\n:62F:C260102EUR2,00\n-\n"
_BAI2 = "01,S,R,261103,0600,1,80,,2/\n02,R,S,1,261102,,USD,2/\n03,555,,010,1000,,/\n16,195,500,Z,,,T\n{more}"
_OFX = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>\n{body}\n</OFX>\n"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (_CSV_HEADER + "".join(f"2026-01-02,1.00,EUR,R,D,A{n}\n" for n in range(10_001)), "accounts_too_many", 10_002),
        (_CSV_HEADER + f"2026-01-02,1.00,EUR,{'R' * 2_001},D,A\n", "text_too_long", 2),
        (":20:R\n" + "x" * 1_000_001 + "\n", "line_too_long", 2),
        (_MT940.format(text="\n".join(["T"] * 1_001)), "field_too_long", 1_006),
        (_BAI2.format(more="88,M\n" * 10_001), "record_too_long", 10_004),
        (_OFX.format(body="<STMTTRN><TRNAMT>1.00</STMTTRN>"), "element_unexpected", 5),
        (_OFX.format(body=f"<MEMO>{'x' * 1_000_001}"), "text_too_long", 5),
    ],
)
def test_a_limit_that_is_passed_names_its_line(rejection: Any, content: str, code: str, line: int) -> None:
    error = rejection(content)
    assert (error.code, error.line) == (code, line)
    assert error.expected


def test_utf_16_that_breaks_off_inside_a_character_is_rejected(rejection: Any) -> None:
    whole = codecs.BOM_UTF16_LE + f"{_CSV_HEADER}2026-01-02,1.00,EUR,R,D,A\n".encode("utf-16-le")
    assert rejection(whole[:-1]).code == "encoding_invalid"


def test_a_camt_entry_without_a_booking_date_is_booked_on_its_value_date_with_a_warning() -> None:
    content = (
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>'
        b"<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        b'<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        b"<ValDt><Dt>2026-01-02</Dt></ValDt></Ntry></Stmt></BkToCstmrStmt></Document>"
    )
    parsed = parse_statement(io.BytesIO(content), file_name="statement.xml")
    assert [str(entry.booking_date) for entry in parsed] == ["2026-01-02"]
    assert [warning.code for summary in parsed.summaries for warning in summary.warnings] == ["booking_date_assumed"]


@pytest.mark.parametrize("header", ["Kontonummer", "Auftragskonto", "IBAN/BBAN"])
def test_account_headers_of_bank_exports_are_known(read: Any, header: str) -> None:
    entries = read(f"{header};Buchungstag;Betrag (EUR);Währung\nDE89370400440532013000;02.01.2026;1,50;EUR\n")
    assert [(entry.account_identifier, entry.amount_minor) for entry in entries] == [("DE89370400440532013000", 150)]

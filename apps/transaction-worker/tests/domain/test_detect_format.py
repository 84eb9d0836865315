import pytest

from transaction_worker.domain.detect_format import detect_format
from transaction_worker.domain.statement_error import StatementRejected

_XML = '<?xml version="1.0"?>\n<!-- from the bank -->\n'


@pytest.mark.parametrize(
    ("head", "file_name", "expected"),
    [
        (_XML + '<Document xmlns="x"><BkToCstmrStmt>', "a.csv", "camt053"),
        (_XML + "<n:Document><n:BkToCstmrAcctRpt>", "a.xml", "camt052"),
        (_XML + '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08">', "a.xml", "camt054"),
        (_XML + "<Document><BkToCstmrAcctRptV01>", "a.xml", "camt052"),
        ("\ufeff" + _XML + "<Document><BkToCstmrStmt>", "a", "camt053"),
        (":20:X\r\n:25:1\r\n", "a.txt", "mt940"),
        ("{1:F01X}{2:O942Y}{4:\r\n:20:X", "a.txt", "mt942"),
        ("{4::20:X\n:25:1", "a.txt", "mt940"),
        (":20:X\n:25:1\n:34F:EUR0,\n", "a.txt", "mt942"),
        ("ABNANL2A\n940\nABNANL2A\n:20:ABN", "a.txt", "mt940"),
        ("01,0004,12345,060321,0829,001,80,1,2/", "a.txt", "bai2"),
        ("00,0004,12345,060321,0829,001,80,1,2/", "a.txt", "bai2"),
        ("OFXHEADER:100\nDATA:OFXSGML\n", "a.txt", "ofx"),
        ("\r\n\r\n<OFX><SIGNONMSGSRSV1>", "a.txt", "ofx"),
        (_XML + '<?OFX OFXHEADER="200"?><OFX>', "a.xml", "ofx"),
        ('  {"account": "1"}', "a.txt", "json"),
        ("date,amount\n2026-01-01,1.00", "a.txt", "csv"),
        ("date\tamount\n", "a.txt", "csv"),
        ("1\n2\n", "a.sta", "mt940"),
    ],
)
def test_the_content_tells_the_format_and_then_the_name(head: str, file_name: str, expected: str) -> None:
    assert detect_format(head.encode(), file_name) == expected


def test_utf_16_is_looked_into() -> None:
    assert detect_format("date;amount\n".encode("utf-16"), "a.txt") == "csv"


@pytest.mark.parametrize(("head", "code"), [("", "file_empty"), (" \r\n", "file_empty"), ("hello", "format_unknown")])
def test_what_no_one_knows_is_rejected_at_line_one(head: str, code: str) -> None:
    with pytest.raises(StatementRejected) as caught:
        detect_format(head.encode(), "a.bin")
    assert (caught.value.error.code, caught.value.error.line) == (code, 1)

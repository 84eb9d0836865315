import io
from dataclasses import replace
from typing import Any

import pytest

from transaction_worker.domain.parse_statement import parse_statement

_TRANSACTION = "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261102<TRNAMT>-1.50<FITID>F1<NAME>SHOP</STMTTRN>"


def _ofx(*transactions: str, currency: str = "<CURDEF>USD", account: str = "<ACCTID>A-1", after: str = "") -> str:
    body = "\n".join(transactions)
    return (
        f"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>\n<BANKMSGSRSV1><STMTTRNRS><STMTRS>{currency}\n"
        f"<BANKACCTFROM><BANKID>1{account}</BANKACCTFROM>\n<BANKTRANLIST>\n{body}\n</BANKTRANLIST>{after}\n"
        f"</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


def _xml(text: str) -> str:
    closed = text.replace("OFXHEADER:100\nDATA:OFXSGML\n\n", '<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?>\n')
    for name in ("CURDEF", "BANKID", "ACCTID", "TRNTYPE", "DTPOSTED", "TRNAMT", "FITID", "NAME"):
        closed = _close(closed, name)
    return closed


def _close(text: str, name: str) -> str:
    first, *rest = text.split(f"<{name}>")
    return first + "".join(
        f"<{name}>{part[: part.index('<')].rstrip()}</{name}>{part[part.index('<') :]}" for part in rest
    )


def test_sgml_and_xml_give_the_same_entries(read: Any) -> None:
    text = _ofx(_TRANSACTION)
    sgml, xml = ([replace(entry, line=0) for entry in read(form)] for form in (text, _xml(text)))
    assert sgml == xml
    assert read(text)[0].bank_reference == "F1"


def test_a_file_on_one_line_is_read(read: Any) -> None:
    assert len(read(_ofx(*[_TRANSACTION] * 13_000).replace("\n<", "<"))) == 13_000


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        ("20110614", "2011-06-14"),
        ("20110614120000", "2011-06-14"),
        ("20110614233000[-5:EST]", "2011-06-14"),
        ("20110614003000.000[+9:JST]", "2011-06-14"),
        ("20180804093914:014", "2018-08-04"),
        ("20091215202000.000[-:EST]", "2009-12-15"),
    ],
)
def test_the_posted_date_is_the_banks_local_date(read: Any, posted: str, expected: str) -> None:
    assert str(read(_ofx(_TRANSACTION.replace("20261102", posted)))[0].booking_date) == expected


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("-1.50", -150), ("+00012.5", 1250), ("3", 300), ("-7,25", -725), ("-1.234,56", None), ("1,234.56", 123456)],
)
def test_amounts_have_point_or_comma(read: Any, rejection: Any, amount: str, minor: int | None) -> None:
    text = _ofx(_TRANSACTION.replace("-1.50", amount))
    if minor is None:
        assert rejection(text).field == "STMTTRN/TRNAMT"
    else:
        assert read(text)[0].amount_minor == minor


def test_surplus_decimals_are_rounded_half_to_even_with_a_warning() -> None:
    text = _ofx(*[_TRANSACTION.replace("-1.50", amount) for amount in ("0.125", "0.135", "-0.1251", "0.1200")])
    parsed = parse_statement(io.BytesIO(text.encode()), file_name="a.ofx")
    assert [entry.amount_minor for entry in parsed] == [12, 14, -13, 12]
    assert [warning.code for warning in parsed.summaries[0].warnings] == ["amount_rounded"] * 3


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("<DTPOSTED>20261102", "", "element_missing", 8, "STMTTRN/DTPOSTED"),
        ("<DTPOSTED>20261102", "<DTPOSTED>", "element_missing", 8, "STMTTRN/DTPOSTED"),
        ("20261102", "20261302", "date_invalid", 8, "STMTTRN/DTPOSTED"),
        ("<TRNAMT>-1.50", "", "element_missing", 8, "STMTTRN/TRNAMT"),
        ("-1.50", "$1.50", "amount_malformed", 8, "STMTTRN/TRNAMT"),
        ("<CURDEF>USD", "<CURDEF>", "currency_missing", 5, "STMTRS/CURDEF"),
        ("<CURDEF>USD", "<CURDEF>DOLLAR", "currency_unknown", 5, "STMTRS/CURDEF"),
        ("<ACCTID>A-1", "", "account_missing", 5, "STMTRS/ACCTID"),
        ("</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>", "", "ofx_malformed", 5, "STMTRS"),
        ("</STMTTRN>", "", "ofx_malformed", 9, "STMTTRN"),
        ("<BANKTRANLIST>", "", "ofx_malformed", 10, "</BANKTRANLIST>"),
        ("<OFX>", "<!DOCTYPE x>\n<OFX>", "xml_document_type", 4, "DOCTYPE"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_rejected_by_line_and_element(
    rejection: Any, old: str, new: str, code: str, line: int, field: str
) -> None:
    text = _ofx(_TRANSACTION, _TRANSACTION)
    assert old in text
    error = rejection(text.replace(old, new), format="ofx")
    assert (error.code, error.line, error.field) == (code, line, field)


def test_currency_says_what_the_amount_is_in_and_origcurrency_what_it_was(read: Any) -> None:
    entries = read(
        _ofx(
            _TRANSACTION.replace("</STMTTRN>", "<CURRENCY><CURRATE>1<CURSYM>CHF</CURRENCY></STMTTRN>"),
            _TRANSACTION.replace("</STMTTRN>", "<ORIGCURRENCY><CURRATE>1<CURSYM>CHF</ORIGCURRENCY></STMTTRN>"),
        )
    )
    assert [entry.currency for entry in entries] == ["CHF", "USD"]


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        ("A &amp; B &lt;c&gt; &#233;&#xe9; &nbsp;x", "A & B <c> éé x"),
        ("<![CDATA[A & <b>]]>", "A & <b>"),
        ("AT&T 5 < 6", "AT&T 5 < 6"),
        ("<!-- gone -->", "SHOP"),
    ],
)
def test_texts_are_freed_of_markup(read: Any, memo: str, expected: str) -> None:
    assert read(_ofx(_TRANSACTION.replace("</STMTTRN>", f"<MEMO>{memo}</STMTTRN>")))[0].description == expected


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_texts_survive_the_encodings_of_banks(read: Any, encoding: str) -> None:
    assert read(_ofx(_TRANSACTION.replace("SHOP", "Café €")).encode(encoding))[0].counterparty_name == "Café €"


def test_pending_transactions_are_counted_and_left_out() -> None:
    pending = "<BANKTRANLISTP><STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20261102<TRNAMT>-1</STMTTRNP></BANKTRANLISTP>"
    parsed = parse_statement(io.BytesIO(_ofx(_TRANSACTION, after=pending).encode()), file_name="a.ofx")
    assert len(list(parsed)) == 1
    assert parsed.summaries[0].skipped_count == 1


def test_an_empty_balance_without_date_is_none_and_with_a_date_a_fault(rejection: Any) -> None:
    absent = _ofx(_TRANSACTION, after="<LEDGERBAL><BALAMT><DTASOF></LEDGERBAL>")
    parsed = parse_statement(io.BytesIO(absent.encode()), file_name="a.ofx")
    list(parsed)
    assert parsed.summaries[0].balances == ()
    error = rejection(_ofx(_TRANSACTION, after="<LEDGERBAL><BALAMT><DTASOF>20261102</LEDGERBAL>"))
    assert (error.code, error.field) == ("element_missing", "LEDGERBAL/BALAMT")


@pytest.mark.parametrize("amount", ["1,234", "1.234", "1,000", "-12.345", "+1234.567"])
def test_three_digits_after_the_only_separator_are_not_guessed(rejection: Any, amount: str) -> None:
    error = rejection(_ofx(_TRANSACTION.replace("-1.50", amount)))
    assert (error.code, error.line, error.field) == ("decimal_separator_ambiguous", 8, "STMTTRN/TRNAMT")


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("1.2345", "USD", 123), ("0.125", "USD", 12), ("1,234.50", "USD", 123450), ("1.234", "KWD", 1234)],
)
def test_other_decimals_are_read_or_rounded(read: Any, amount: str, currency: str, minor: int) -> None:
    text = _ofx(_TRANSACTION.replace("-1.50", amount), currency=f"<CURDEF>{currency}")
    assert read(text)[0].amount_minor == minor


@pytest.mark.parametrize("amount", ["9" * 5000, "9" * 5000 + ".12345", "9" * 17 + ".12345"])
def test_an_amount_of_endless_digits_is_rejected(rejection: Any, amount: str) -> None:
    assert rejection(_ofx(_TRANSACTION.replace("-1.50", amount))).code == "amount_out_of_range"

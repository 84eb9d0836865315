import io
from pathlib import Path
from typing import Any

import pytest

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.parse_statement import parse_statement

_ACCOUNT = "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>"
_PLAIN = '<Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt>'


def _camt(*entries: str, version: str = "001.02", account: str = _ACCOUNT, balances: str = "", head: str = "") -> str:
    body = "\n".join(f"<Ntry>{entry}</Ntry>" for entry in entries)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.{version}">\n<BkToCstmrStmt>\n'
        f"<Stmt><Id>S</Id>{account}{balances}\n{body}\n</Stmt>\n</BkToCstmrStmt></Document>"
    )


@pytest.mark.parametrize("version", [f"001.{number:02}" for number in range(1, 14)])
def test_every_version_is_read_by_its_local_names(read: Any, version: str) -> None:
    assert [entry.amount_minor for entry in read(_camt(_PLAIN, version=version))] == [100]


def test_a_prefixed_namespace_and_an_envelope_are_read(read: Any) -> None:
    text = _camt(_PLAIN).replace("<", "<p:").replace("<p:/", "</p:").replace("<p:?", "<?").replace("xmlns=", "xmlns:p=")
    envelope = text.replace("<p:Document", '<e:Envelope xmlns:e="e"><p:Document').replace(
        "</p:Document>", "</p:Document></e:Envelope>"
    )
    assert [entry.amount_minor for entry in read(text)] == [100]
    assert [entry.amount_minor for entry in read(envelope)] == [100]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_the_declared_encoding_is_used(read: Any, encoding: str) -> None:
    text = _camt(_PLAIN + "<AddtlNtryInf>Gebühr</AddtlNtryInf>").replace('"UTF-8"', f'"{encoding.upper()}"')
    assert read(text.encode(encoding))[0].description == "Gebühr"


@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
def test_an_entry_that_is_not_booked_is_counted_and_left_out(status: str) -> None:
    text = _camt(_PLAIN, _PLAIN.replace("<Sts>BOOK</Sts>", f"<Sts><Cd>{status}</Cd></Sts>"))
    parsed = parse_statement(io.BytesIO(text.encode()), file_name="a.xml")
    assert len(list(parsed)) == 1
    assert [(summary.entry_count, summary.skipped_count) for summary in parsed.summaries] == [(1, 1)]


def _details(parties: str, *, side: str = "CRDT", reversal: str = "false") -> str:
    return (
        f'<Amt Ccy="EUR">1.00</Amt><CdtDbtInd>{side}</CdtDbtInd><RvslInd>{reversal}</RvslInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2026-11-02</Dt></BookgDt>"
        f"<NtryDtls><TxDtls><RltdPties>{parties}</RltdPties></TxDtls></NtryDtls>"
    )


_BOTH = "<Dbtr><Nm>Payer</Nm></Dbtr><Cdtr><Nm>Payee</Nm></Cdtr>"


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (_details(_BOTH), "Payer"),
        (_details(_BOTH, side="DBIT"), "Payee"),
        (_details(_BOTH, reversal="true"), "Payee"),
        (_details(_BOTH, side="DBIT", reversal="1"), "Payer"),
        (_details("<UltmtDbtr><Nm>Behind</Nm></UltmtDbtr>"), "Behind"),
        (_details("<Dbtr><Agt><FinInstnId><BICFI>BANKDEFF</BICFI></FinInstnId></Agt></Dbtr>"), "BANKDEFF"),
        (_details("<Cdtr><Nm>Payee</Nm></Cdtr>"), "Payee"),
        (
            _details(
                "<Cdtr><Nm>Me</Nm></Cdtr><CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>",
            ),
            None,
        ),
    ],
)
def test_the_counterparty_is_the_other_side(read: Any, entry: str, name: str | None) -> None:
    assert read(_camt(entry))[0].counterparty_name == name


def test_surplus_zeros_pass_and_precision_loss_is_rejected(read: Any, rejection: Any) -> None:
    assert read(_camt(_PLAIN.replace("1.00", "8.850")))[0].amount_minor == 885
    error = rejection(_camt(_PLAIN, _PLAIN.replace("1.00", "8.855")))
    assert (error.code, error.line, error.field) == ("amount_too_precise", 6, "Ntry/Amt")
    assert error.message == "line 6: Ntry/Amt: expected at most 2 decimals for EUR, got '8.855'"


@pytest.mark.parametrize(
    ("entry", "code", "field"),
    [
        (_PLAIN.replace("<Sts>BOOK</Sts>", ""), "element_missing", "Ntry/Sts"),
        (_PLAIN.replace("BOOK", "MAYBE"), "element_invalid", "Ntry/Sts"),
        (_PLAIN.replace("CRDT", "PLUS"), "element_invalid", "Ntry/CdtDbtInd"),
        (_PLAIN.replace("<CdtDbtInd>CRDT</CdtDbtInd>", ""), "element_missing", "Ntry/CdtDbtInd"),
        (_PLAIN.replace("2026-11-02", "2026-02-30"), "date_invalid", "Ntry/BookgDt"),
        (_PLAIN.replace("2026-11-02", "02.11.2026"), "date_invalid", "Ntry/BookgDt"),
        (_PLAIN.replace("1.00", "-1.00"), "amount_malformed", "Ntry/Amt"),
        (_PLAIN.replace("1.00", "1,00"), "amount_malformed", "Ntry/Amt"),
        (_PLAIN.replace("1.00", ""), "amount_malformed", "Ntry/Amt"),
        (_PLAIN.replace('"EUR"', '"EURO"'), "currency_unknown", "Ntry/Amt/@Ccy"),
        (_PLAIN.replace('<Amt Ccy="EUR">1.00</Amt>', ""), "element_missing", "Ntry/Amt"),
        (_PLAIN.replace("<BookgDt><Dt>2026-11-02</Dt></BookgDt>", ""), "element_missing", "Ntry/BookgDt"),
        (_PLAIN.replace("2026-11-02", "1789-07-14"), "date_out_of_range", "booking date"),
    ],
)  # fmt: skip
def test_a_faulty_entry_rejects_the_statement_by_line_and_field(
    rejection: Any, entry: str, code: str, field: str
) -> None:
    error = rejection(_camt(_PLAIN, entry))
    assert (error.code, error.line, error.field) == (code, 6, field)


def test_a_statement_without_account_takes_the_default_or_is_rejected(read: Any, rejection: Any) -> None:
    text = _camt(_PLAIN, account="")
    assert read(text, account="ACC-1")[0].account_identifier == "ACC-1"
    assert (rejection(text).code, rejection(text).field) == ("account_missing", "Stmt/Acct/Id")


def test_a_truncated_or_malformed_document_is_rejected(rejection: Any) -> None:
    text = _camt(_PLAIN, _PLAIN)
    assert rejection(text[: text.rindex("</Ntry>")]).code == "xml_malformed"
    error = rejection(text.replace("</CdtDbtInd>", "</Wrong>", 1))
    assert (error.code, error.line) == ("xml_malformed", 5)


def test_another_message_than_stated_is_rejected(rejection: Any) -> None:
    error = rejection(_camt(_PLAIN), format="camt052")
    assert (error.code, error.field) == ("format_mismatch", "BkToCstmrStmt")


_LAUGHS = (
    '<!DOCTYPE Document [<!ENTITY a "ha">\n'
    + "\n".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
    + "]>\n"
)
_SECRET = '<!DOCTYPE Document [<!ENTITY secret SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    ("document_type", "entity"),
    [
        (_LAUGHS, "&m;"),
        (_SECRET, "&secret;"),
        ('<!DOCTYPE Document SYSTEM "http://127.0.0.1:1/x.dtd">\n', "x"),
        ("<!-- a comment -->\n<!DOCTYPE Document>\n", "x"),
    ],
    ids=["billion laughs", "external entity", "external document type", "behind a comment"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_is_expanded(
    rejection: Any, document_type: str, entity: str, encoding: str
) -> None:
    text = _camt(_PLAIN + f"<AddtlNtryInf>{entity}</AddtlNtryInf>", head=document_type)
    error = rejection(text.replace('"UTF-8"', f'"{encoding}"').encode(encoding))
    assert (error.code, error.field) == ("xml_document_type", "DOCTYPE")
    assert error.line in {2, 3}


def test_a_document_type_beyond_the_looked_at_head_is_refused_too(rejection: Any) -> None:
    padding = "<!--" + "x" * 70_000 + "-->\n"
    text = _camt(_PLAIN + "<AddtlNtryInf>&secret;</AddtlNtryInf>", head=padding + _SECRET)
    assert rejection(text, format="camt053").code == "xml_document_type"


def test_the_word_doctype_in_a_text_is_harmless(read: Any) -> None:
    entry = _PLAIN + "<AddtlNtryInf><![CDATA[<!DOCTYPE x>]]></AddtlNtryInf>"
    assert read(_camt(entry))[0].description == "<!DOCTYPE x>"


def _balances(closing: str) -> str:
    return "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-02</Dt></Dt></Bal>"
        for code, amount in (("OPBD", "10.00"), ("CLBD", closing))
    )


@pytest.mark.parametrize(("closing", "warnings"), [("11.00", []), ("12.00", ["balance_mismatch"])])
def test_balances_that_do_not_tie_are_a_warning(closing: str, warnings: list[str]) -> None:
    parsed = parse_statement(io.BytesIO(_camt(_PLAIN, balances=_balances(closing)).encode()), file_name="a.xml")
    assert len(list(parsed)) == 1
    assert [warning.code for warning in parsed.summaries[0].warnings] == warnings


def test_a_summary_that_counts_otherwise_is_a_warning() -> None:
    summary = "<TxsSummry><TtlNtries><NbOfNtries>5</NbOfNtries></TtlNtries></TxsSummry>"
    parsed = parse_statement(io.BytesIO(_camt(_PLAIN, balances=summary).encode()), file_name="a.xml")
    list(parsed)
    assert [warning.code for warning in parsed.summaries[0].warnings] == ["entry_count_mismatch"]


def test_lines_beyond_65535_are_named(read: Any) -> None:
    entries: list[Entry] = read(_camt(*[_PLAIN.replace("><", ">\n<")] * 12_000))
    assert entries[-1].line == 5 + 11_999 * 6


def test_the_sample_has_its_two_fees(read: Any) -> None:
    sample = Path(__file__).parent / "samples/two-equal-fees.camt053.xml"
    assert [entry.amount_minor for entry in read(sample.read_bytes())].count(-250) == 2


@pytest.mark.parametrize(("count", "warnings"), [("9" * 5000, ["entry_count_mismatch"]), ("0" * 5000 + "1", [])])
def test_an_entry_count_of_endless_digits_is_compared(count: str, warnings: list[str]) -> None:
    summary = f"<TxsSummry><TtlNtries><NbOfNtries>{count}</NbOfNtries></TtlNtries></TxsSummry>"
    parsed = parse_statement(io.BytesIO(_camt(_PLAIN, balances=summary).encode()), file_name="a.xml")
    assert len(list(parsed)) == 1
    assert [warning.code for warning in parsed.summaries[0].warnings] == warnings


@pytest.mark.parametrize("word", ["BOOKED", "booked", "BOOK"])
def test_a_proprietary_word_for_booked_is_booked(read: Any, word: str) -> None:
    assert len(read(_camt(_PLAIN.replace("BOOK", f"<Prtry>{word}</Prtry>")))) == 1


def test_another_proprietary_status_is_named(rejection: Any) -> None:
    error = rejection(_camt(_PLAIN.replace("BOOK", "<Prtry>LATER</Prtry>")))
    assert (error.code, error.field) == ("element_invalid", "Ntry/Sts")
    assert error.message.endswith("got 'LATER'")


def test_a_plus_before_an_amount_is_decimal(read: Any, rejection: Any) -> None:
    assert read(_camt(_PLAIN.replace("1.00", "+10.00")))[0].amount_minor == 1000
    assert rejection(_camt(_PLAIN.replace("1.00", "++10.00"))).code == "amount_malformed"


@pytest.mark.parametrize("blanks", ["\n", "  \r\n\t", "\ufeff\n"])
def test_blanks_before_the_declaration_are_passed(read: Any, rejection: Any, blanks: str) -> None:
    text = blanks + _camt(_PLAIN, _PLAIN)
    assert [entry.line for entry in read(text)] == [6, 7]
    assert rejection(text.replace("CRDT", "PLUS", 1)).line == 6

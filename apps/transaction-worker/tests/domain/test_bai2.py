from typing import Any

import pytest

_FILE = """01,S,R,261103,0600,1,80,,2/
02,R,S,1,261102,,USD,2/
03,555,,010,1000,,,015,1300,,/
16,195,500,V,261103,0900,B1,C1,TEXT, WITH COMMA/
88,AND MORE/
16,475,200,Z,,C2,PAID/
49,3000,5/
98,3000,1,7/
99,3000,1,9/
"""


def test_control_totals_and_counts_that_hold_let_the_file_pass(read: Any) -> None:
    entries = read(_FILE)
    assert [(entry.amount_minor, entry.description) for entry in entries] == [
        (500, "TEXT, WITH COMMA AND MORE"),
        (-200, "PAID"),
    ]
    assert [str(entry.value_date) for entry in entries] == ["2026-11-03", "None"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("49,3000,5", "49,3001,5", "control_total_mismatch", 7, "49 account control total"),
        ("49,3000,5", "49,3000,4", "control_count_mismatch", 7, "49 number of records"),
        ("98,3000,1,7", "98,3001,1,7", "control_total_mismatch", 8, "98 group control total"),
        ("98,3000,1,7", "98,3000,2,7", "control_count_mismatch", 8, "98 number of accounts"),
        ("98,3000,1,7", "98,3000,1,8", "control_count_mismatch", 8, "98 number of records"),
        ("99,3000,1,9", "99,3001,1,9", "control_total_mismatch", 9, "99 file control total"),
        ("99,3000,1,9", "99,3000,2,9", "control_count_mismatch", 9, "99 number of groups"),
        ("99,3000,1,9", "99,3000,1,8", "control_count_mismatch", 9, "99 number of records"),
        ("99,3000,1,9", "99,3000,1,x", "field_invalid", 9, "99 number of records"),
        ("16,475,200,Z,,C2,PAID/\n", "", "control_total_mismatch", 6, "49 account control total"),
        ("16,475,200", "16,475,2x0", "amount_malformed", 6, "16 amount"),
        ("16,475,200", "16,475,2.00", "amount_malformed", 6, "16 amount"),
        ("16,475", "16,015", "type_code_unknown", 6, "16 type code"),
        ("16,475", "16,47", "type_code_unknown", 6, "16 type code"),
        ("V,261103", "V,261301", "date_invalid", 4, "16 value date"),
        (",Z,", ",Q,", "field_invalid", 6, "16 funds type"),
        ("02,R,S,1,261102", "02,R,S,1,26", "date_invalid", 2, "02 as-of date"),
        ("02,R,S,1", "02,R,S,2", "group_status_unsupported", 2, "02 group status"),
        (",USD,2/", ",XXX,2/", "currency_unknown", 3, "03 currency"),
        ("03,555", "03,", "account_missing", 3, "03 account number"),
        (",010,", ",10,", "field_invalid", 3, "03 type code"),
        ("80,,2/", "80,,3/", "version_unsupported", 1, "01 version"),
        ("99,3000,1,9/\n", "", "record_missing", 8, "02 or 99"),
        ("49,3000,5/\n", "", "record_unexpected", 7, "98"),
        ("02,R,S,1,261102,,USD,2/\n", "", "record_unexpected", 2, "03"),
        ("16,475", "17,475", "record_unknown", 6, "record code"),
        ("01,S,R", "88,S,R", "record_unexpected", 1, "88"),
    ],
)
def test_a_damaged_file_is_rejected_by_line_and_field(
    rejection: Any, old: str, new: str, code: str, line: int, field: str
) -> None:
    assert old in _FILE
    error = rejection(_FILE.replace(old, new), format="bai2")
    assert (error.code, error.line, error.field) == (code, line, field)


@pytest.mark.parametrize(
    ("type_code", "sign"),
    [("108", 1), ("399", 1), ("409", -1), ("699", -1), ("720", 1), ("760", -1), ("920", 1), ("960", -1)],
)
def test_the_type_code_says_credit_or_debit(read: Any, type_code: str, sign: int) -> None:
    assert read(_FILE.replace("16,475", f"16,{type_code}"))[1].amount_minor == sign * 200


def test_every_funds_type_is_passed_with_what_belongs_to_it(read: Any) -> None:
    for funds in ("", "0", "1", "2", "Z", "S,1,2,3", "D,2,0,100,1,100", "V,261103,"):
        entry = read(_FILE.replace("16,475,200,Z,,C2,PAID/", f"16,475,200,{funds},B2,C2,PAID/"))[1]
        assert (entry.bank_reference, entry.reference, entry.description) == ("B2", "C2", "PAID")


def test_fields_run_on_in_continuations(read: Any) -> None:
    text = _FILE.replace("03,555,,010,1000,,,015,1300,,/", "03,555,,010,1000,,,015/\n88,1300,,/")
    text = text.replace("16,475,200,Z,,C2,PAID/", "16,475,200,D,2,0/\n88,100,1,100,B2,C2/\n88,PAID/")
    text = text.replace("3000,5/", "3000,8/").replace("3000,1,7/", "3000,1,10/").replace("3000,1,9/", "3000,1,12/")
    entry = read(text)[1]
    assert (entry.amount_minor, entry.bank_reference, entry.reference, entry.description) == (-200, "B2", "C2", "PAID")


def test_records_on_one_line_and_padded_lines_are_read(read: Any) -> None:
    assert len(read(_FILE.replace("/\n", "/   "))) == 2
    assert len(read(_FILE.replace("/\n", "/" + " " * 40 + "\r\n"))) == 2


def test_records_ended_by_the_line_keep_slashes_in_their_text(read: Any) -> None:
    text = _FILE.replace("PAID/", "PAID 08/18/26 A/B").replace("AND MORE/", "AND/MORE")
    assert [entry.description for entry in read(text)] == ["TEXT, WITH COMMA AND/MORE", "PAID 08/18/26 A/B"]


def test_non_monetary_details_are_left_out(read: Any) -> None:
    assert len(read(_FILE.replace("16,475,200,Z,,C2,PAID/", "16,890,,,,,NOTE/").replace("3000", "2800"))) == 1


def test_the_default_currency_is_the_uploads_then_dollars(read: Any) -> None:
    text = _FILE.replace(",USD,2/", ",,2/")
    assert (read(text)[0].currency, read(text, currency="CAD")[0].currency) == ("USD", "CAD")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("16,475,200", "16,475," + "9" * 5000, "amount_out_of_range"),
        ("49,3000,5", "49,3000," + "9" * 5000, "field_invalid"),
        ("200,Z,", "200,D," + "9" * 5000 + ",", "field_invalid"),
        ("200,Z,", "200,D,,", "field_invalid"),
    ],
)
def test_endless_digits_are_rejected(rejection: Any, old: str, new: str, code: str) -> None:
    assert rejection(_FILE.replace(old, new)).code == code


def test_endless_leading_zeros_are_nothing(read: Any) -> None:
    zeros = "0" * 5000
    text = _FILE.replace("16,475,200,Z,", f"16,475,-{zeros}200,D,{zeros}1,0,{zeros}7,").replace(
        "49,3000,5", f"49,2600,{zeros}5"
    )
    text = text.replace("98,3000", "98,2600").replace("99,3000", "99,2600")
    assert read(text)[1].amount_minor == 200

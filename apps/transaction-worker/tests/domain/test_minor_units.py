import pytest

from transaction_worker.domain.currency_exponents import CURRENCY_EXPONENTS
from transaction_worker.domain.minor_units import minor_units


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("12.3", "EUR", 1230),
        ("12.", "EUR", 1200),
        ("12", "EUR", 1200),
        (".5", "EUR", 50),
        ("000012.34", "EUR", 1234),
        ("8.850", "EUR", 885),
        ("5442.09000", "RON", 544209),
        ("2700", "JPY", 2700),
        ("2700.00", "JPY", 2700),
        ("1.5", "BHD", 1500),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
        ("9999999999999999.99", "EUR", 999999999999999999),
    ],
)
def test_a_decimal_becomes_minor_units_of_its_currency(text: str, currency: str, minor: int) -> None:
    assert minor_units(text, CURRENCY_EXPONENTS[currency]) == minor


@pytest.mark.parametrize(
    ("text", "currency", "fault"),
    [
        ("12.345", "EUR", "amount_too_precise"),
        ("1.01", "JPY", "amount_too_precise"),
        ("1.2345", "KWD", "amount_too_precise"),
        ("", "EUR", "amount_malformed"),
        (".", "EUR", "amount_malformed"),
        ("-1.00", "EUR", "amount_malformed"),
        ("1,00", "EUR", "amount_malformed"),
        ("1.0.0", "EUR", "amount_malformed"),
        ("1e5", "EUR", "amount_malformed"),
        ("١٢.٣٤", "EUR", "amount_malformed"),
        ("12.٣٤", "EUR", "amount_malformed"),
        ("NaN", "EUR", "amount_malformed"),
        ("99999999999999999.99", "EUR", "amount_out_of_range"),
    ],
)
def test_what_would_lose_money_is_a_fault(text: str, currency: str, fault: str) -> None:
    assert minor_units(text, CURRENCY_EXPONENTS[currency]) == fault


def test_the_table_has_every_active_currency_once() -> None:
    assert len(CURRENCY_EXPONENTS) >= 210
    assert {code for code, exponent in CURRENCY_EXPONENTS.items() if exponent == 3} == {
        *("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
    }
    assert [CURRENCY_EXPONENTS[code] for code in ("EUR", "JPY", "BHD", "CLF", "ISK", "HUF")] == [2, 0, 3, 4, 0, 2]
    assert all(len(code) == 3 and code.isupper() for code in CURRENCY_EXPONENTS)

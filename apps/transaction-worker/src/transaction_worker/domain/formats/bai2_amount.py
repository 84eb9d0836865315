import re

from ..statement_error import rejected
from .bai2_records import Bai2Record

_AMOUNT = re.compile(r"[+-]?[0-9]+")
_DIGITS_MAX = 18


def bai2_amount(text: str, record: Bai2Record, field: str) -> int:
    """An amount, which BAI2 states in minor units, with an optional sign; nothing means zero."""
    if not text:
        return 0
    if _AMOUNT.fullmatch(text) is None or not text.isascii():
        raise rejected("amount_malformed", record.line, field, "digits with an optional sign", got=text)
    digits = text.lstrip("+-0")
    if len(digits) > _DIGITS_MAX:
        raise rejected("amount_out_of_range", record.line, field, f"at most {_DIGITS_MAX} digits", got=text)
    return -int(digits or "0") if text[0] == "-" else int(digits or "0")

from datetime import date

from ..date_format import calendar_date
from ..statement_error import rejected
from .bai2_amount import bai2_amount
from .bai2_records import Bai2Fields, Bai2Record

_DISTRIBUTIONS_MAX = 100


def take_funds(fields: Bai2Fields, record: Bai2Record) -> date | None:
    """Passes a funds type with what belongs to it, and gives the value date of type V.

    Immediate (0), one-day (1) and two-day (2) funds, unknown (Z) and default ("") have nothing more; S has three
    amounts, D a count of day and amount pairs: availabilities that say nothing of the amount itself.
    """
    kind = fields.take()
    if kind == "V":
        day = fields.take()
        fields.take()  # time of day
        return None if not day else bai2_date(day, record, f"{record.code} value date")
    if kind == "S":
        for _ in range(3):
            bai2_amount(fields.take(), record, f"{record.code} availability")
    elif kind == "D":
        text = fields.take()
        digits = text.lstrip("0") or text[:1]
        if not (text.isascii() and text.isdecimal()) or len(digits) > 4 or int(digits) > _DISTRIBUTIONS_MAX:
            raise rejected("field_invalid", record.line, f"{record.code} distributions", "a count up to 100", got=text)
        for _ in range(int(digits)):
            fields.take()
            bai2_amount(fields.take(), record, f"{record.code} availability")
    elif kind not in {"", "0", "1", "2", "Z"}:
        raise rejected(
            "field_invalid", record.line, f"{record.code} funds type", "0, 1, 2, D, S, V, Z or nothing", got=kind
        )
    return None


def bai2_date(text: str, record: Bai2Record, field: str) -> date:
    """YYMMDD, or YYYYMMDD as some banks write it."""
    found = None
    if text.isascii() and text.isdecimal() and len(text) in {6, 8}:
        found = calendar_date(text[:-4], text[-4:-2], text[-2:])
    if found is None:
        raise rejected("date_invalid", record.line, field, "a date as YYMMDD", got=text or "nothing")
    return found

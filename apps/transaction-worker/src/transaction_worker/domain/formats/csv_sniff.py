import re
from collections.abc import Iterable, Sequence

from ..date_format import date_reader

DELIMITERS = (",", ";", "\t", "|")
_DATE_FORMATS = (
    "YYYY-MM-DD", "YYYYMMDD", "YYYY/MM/DD", "YYYY.MM.DD", "D.M.YYYY", "D.M.YY", "D/M/YYYY", "M/D/YYYY", "D-M-YYYY",
    "M-D-YYYY", "D/M/YY", "M/D/YY",
)  # fmt: skip
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_COMMA_DECIMAL = re.compile(
    r".*,[0-9]{1,2}[^0-9.,]*|.*\.[0-9]{3},[0-9]*[^0-9.,]*|[^0-9.,]*0+,[0-9]+[^0-9.,]*|.*\.[0-9]{3}\.[0-9]{3}[^0-9.]*"
)
_POINT_DECIMAL = re.compile(
    r".*\.[0-9]{1,2}[^0-9.,]*|.*,[0-9]{3}\.[0-9]*[^0-9.,]*|[^0-9.,]*0+\.[0-9]+[^0-9.,]*|.*,[0-9]{3},[0-9]{3}[^0-9,]*"
)
_EITHER = re.compile(r"[^0-9.,]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9.,]*")


def sniff_delimiter(head: str) -> str:
    """The delimiter that stands most often in the first lines outside quotes; a comma if none does."""
    lines = _QUOTED.sub("", head).splitlines()[:20]
    return max(DELIMITERS, key=lambda delimiter: sum(line.count(delimiter) for line in lines))


def sniff_date_formats(texts: Iterable[str]) -> list[str]:
    """Every format in which all the texts are dates: none, one, or several when no day lies beyond the twelfth."""
    candidates = {date_format: date_reader(date_format) for date_format in _DATE_FORMATS}
    for text in texts:
        candidates = {name: read for name, read in candidates.items() if read(text) is not None}
    return list(candidates)


def sniff_decimal_separator(texts: Sequence[str]) -> tuple[str | None, bool]:
    """`.` or `,` as the amounts use it, and whether one of them proves it; None when they contradict each other."""
    comma = any(_COMMA_DECIMAL.fullmatch(text) for text in texts)
    point = any(_POINT_DECIMAL.fullmatch(text) for text in texts)
    if comma and point:
        return None, False
    return "," if comma else ".", comma or point


def either_separator(text: str) -> bool:
    """Whether the amount reads as thousands or as decimals (`1.000`), so that only other amounts can tell."""
    return _EITHER.fullmatch(text) is not None

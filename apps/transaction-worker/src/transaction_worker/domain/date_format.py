import re
from collections.abc import Callable
from datetime import date

_TOKENS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<year>[0-9]{2})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
}
_TIME = r"(?:[T ]+[0-9]{1,2}[:.][0-9]{2}.{0,30})?"
_CACHED_MAX = 20_000


def date_reader(date_format: str) -> Callable[[str], date | None]:
    """A function from text to the date that it gives in `date_format`, or None.

    `date_format` is made of YYYY, YY (2000 to 2079, then 1980 to 1999), MM, M, DD, D and separators. A time of day
    after the date is ignored: a statement books by the bank's local date.
    """
    pattern = re.compile(
        "".join(_TOKENS.get(part) or re.escape(part) for part in re.findall("YYYY|YY|MM|M|DD|D|.", date_format)) + _TIME
    )
    known: dict[str, date | None] = {}

    def read(text: str) -> date | None:
        if text in known:
            return known[text]
        found = pattern.fullmatch(text)
        result = None if found is None else calendar_date(found["year"], found["month"], found["day"])
        if len(known) < _CACHED_MAX:
            known[text] = result
        return result

    return read


def calendar_date(year: str, month: str, day: str) -> date | None:
    """The day that these digits name, or None if the calendar has none; two-digit years are 1980 to 2079."""
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 80 else 1900
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None

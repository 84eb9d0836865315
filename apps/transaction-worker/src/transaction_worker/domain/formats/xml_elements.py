"""What every reader of camt elements needs: names without namespace, children, texts, dates."""

import re
from datetime import date
from functools import lru_cache
from typing import cast

from lxml import etree

from ..clean_text import clean_text
from ..date_format import calendar_date

Element = etree._Element

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.{0,40}|Z|[+-][0-9]{2}:[0-9]{2})?")


def local_name(element: Element) -> str:
    """The tag without its namespace: one reader serves every version of a message."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :]


def line_of(element: Element) -> int:
    """The 1-based line on which the element starts; 0 for one that was not read from a file."""
    return int(cast("int | None", element.sourceline) or 0)


def children(element: Element) -> dict[str, Element]:
    """The first child of each name."""
    found: dict[str, Element] = {}
    for inner in element:
        found.setdefault(local_name(inner), inner)
    return found


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down the path of local names."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local_name(inner) == name), None)
    return element


def text_at(element: Element | None, *path: str) -> str | None:
    found = child(element, *path)
    return None if found is None else clean_text(found.text)


def first_text(element: Element | None) -> str | None:
    """The first text in the element or below, as in a choice such as `Id/IBAN` or `Id/Othr/Id`."""
    if element is None:
        return None
    return next((text for inner in element.iter() if (text := clean_text(inner.text)) is not None), None)


@lru_cache(maxsize=4096)
def iso_date(text: str) -> date | None:
    """The local date of an ISODate or ISODateTime, as the bank wrote it."""
    found = _DATE.fullmatch(text.strip())
    return None if found is None else calendar_date(found[1], found[2], found[3])

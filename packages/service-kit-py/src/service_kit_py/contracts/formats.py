"""What the schemas' `format` and JSON Schema's numbers mean; packages/contracts/src/formats holds the same checks."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")


def is_day(text: str) -> bool:
    """Whether `YYYY-MM-DD` is a day of the Gregorian calendar, from year 1."""
    if not _DAY.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_instant(text: str) -> bool:
    """Whether the text is a moment in UTC with three digits of milliseconds and no leap second."""
    return is_day(text[:10]) and _TIME.fullmatch(text[10:]) is not None


def is_storable_text(text: str) -> bool:
    """Whether PostgreSQL can store the text: no NUL; pydantic itself refuses lone surrogates."""
    return "\0" not in text


def whole_number(value: object) -> object:
    """1.0 is an integer in JSON Schema; other floats stay what they are, for the strict check after this to refuse."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@dataclass(frozen=True)
class _Check:
    """A check after pydantic's own, and what JSON Schema says about it."""

    code: str
    accepts: Callable[[Any], bool]
    json_schema: tuple[tuple[str, object], ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._validate, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), **dict(self.json_schema)}

    def _validate(self, value: Any) -> Any:
        if not self.accepts(value):
            raise PydanticCustomError(self.code, "expected {expected}", {"expected": self.code.replace("_", " ")})
        return value


def _are_unique(items: list[object]) -> bool:
    return len(set(items)) == len(items)


def _always(_: object) -> bool:
    return True


DateFormat = _Check("day_of_the_calendar", is_day, (("format", "date"),))
DateTimeFormat = _Check("instant_in_utc", is_instant, (("format", "date-time"),))
TextFormat = _Check("text_without_nul", is_storable_text, (("format", "text"),))
# The pattern beside it says all there is about a UUID.
UuidFormat = _Check("uuid", _always, (("format", "uuid"),))
UniqueItems = _Check("unique_items", _are_unique, (("uniqueItems", True),))

"""Base of the generated models, and how an optional field is told from a null."""

from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema


class ContractModel(BaseModel):
    """Refuses fields it does not name; immutable. Attributes are snake_case, JSON and keyword arguments camelCase."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)


class _Absent:
    """Marks `X | None` where None stands for an absent field: JSON may leave the field out, but not say null."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        if schema["type"] != "nullable":
            raise TypeError(f"Absent marks a type that allows None, not {source!r}")
        inner: CoreSchema = schema["schema"]
        return inner


Absent = _Absent()


def absent() -> None:
    """Default of a field that JSON left out; a factory, so that no default shows in the JSON Schema."""


def is_absent(value: object) -> bool:
    """Whether the field is left out of JSON."""
    return value is None

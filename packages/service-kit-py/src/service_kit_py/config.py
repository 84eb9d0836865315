"""The environment of a service, parsed once at start by its config.schema.json."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

Value = str | int | bool
# What JavaScript holds exactly: both kits accept the same.
_SAFE_INTEGER = 2**53 - 1


class ConfigError(Exception):
    """The environment does not satisfy the schema; `faults` holds each as `KEY: what was expected`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(f"CONFIG: {fault}" for fault in faults))
        self.faults = faults


class Config(Mapping[str, Value]):
    """Frozen values by key. Optional keys that were not set are absent."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = MappingProxyType(dict(values))

    def __getitem__(self, key: str) -> Value:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, key: str) -> str:
        value = self[key]
        if not isinstance(value, str):
            raise TypeError(f"{key} is {type(value).__name__} by its schema, not text")
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self else None

    def integer(self, key: str) -> int:
        value = self[key]
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{key} is {type(value).__name__} by its schema, not integer")
        return value

    def flag(self, key: str) -> bool:
        value = self[key]
        if not isinstance(value, bool):
            raise TypeError(f"{key} is {type(value).__name__} by its schema, not boolean")
        return value


class _FaultError(Exception):
    """What was expected of one value, and what it was."""


def parse_config(schema_path: Path, environment: Mapping[str, str]) -> Config:
    """Reads a service's configuration from its environment, once, at start.

    An empty variable counts as absent, since a chart can't leave one out.
    :raises ConfigError: with every fault
    """
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    values: dict[str, Value] = {}
    faults: list[str] = []
    for key, definition in schema["properties"].items():
        text = environment.get(key, "")
        if text == "":
            if "default" in definition:
                values[key] = definition["default"]
            elif key in schema["required"]:
                faults.append(f"{key}: expected {_described(definition)}, but it is not set")
            continue
        try:
            values[key] = _parse_value(text, definition)
        except _FaultError as fault:
            faults.append(f"{key}: {fault}")
    if faults:
        raise ConfigError(faults)
    return Config(values)


def _parse_value(text: str, definition: Mapping[str, Any]) -> Value:
    match definition["type"]:
        case "integer":
            return _parse_integer(text, definition)
        case "boolean":
            if text not in ("true", "false"):
                raise _FaultError(f"expected true or false, got {json.dumps(text)}")
            return text == "true"
        case "string":
            return _parse_text(text, definition)
        case kind:
            raise ValueError(f"a config key of type '{kind}' is not supported")


def _parse_integer(text: str, definition: Mapping[str, Any]) -> int:
    minimum, maximum = definition.get("minimum", -_SAFE_INTEGER), definition.get("maximum", _SAFE_INTEGER)
    if not re.fullmatch(r"-?[0-9]{1,15}", text) or not minimum <= int(text) <= maximum:
        raise _FaultError(f"expected an integer from {minimum} to {maximum}, got {json.dumps(text)}")
    return int(text)


def _parse_text(text: str, definition: Mapping[str, Any]) -> str:
    """Free text may be a secret, so a fault tells its length and not the text."""
    got = f"got {len(text)} characters"
    allowed, least, pattern = definition.get("enum"), definition.get("minLength", 0), definition.get("pattern")
    if allowed is not None and text not in allowed:
        raise _FaultError(f"expected one of {', '.join(allowed)}, got {json.dumps(text)}")
    if len(text) < least:
        raise _FaultError(f"expected at least {least} characters, {got}")
    if pattern is not None and not re.search(pattern, text):
        raise _FaultError(f"expected text that matches {pattern}, {got}")
    if definition.get("format") == "uri" and not _is_absolute_uri(text):
        raise _FaultError(f"expected an absolute URI, {got}")
    return text


def _is_absolute_uri(text: str) -> bool:
    try:
        parts = urlsplit(text)
        # Reading the port is what checks it.
        _ = parts.port
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and not any(character.isspace() for character in text)


def _described(definition: Mapping[str, Any]) -> str:
    if definition["type"] == "integer":
        return f"an integer from {definition['minimum']} to {definition['maximum']}"
    if definition["type"] == "boolean":
        return "true or false"
    if "enum" in definition:
        return f"one of {', '.join(definition['enum'])}"
    return "an absolute URI" if definition.get("format") == "uri" else "text"

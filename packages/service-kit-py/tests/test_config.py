import json
from pathlib import Path

import pytest

from service_kit_py.config import ConfigError, parse_config

SCHEMA = {
    "properties": {
        "PORT": {"type": "integer", "minimum": 0, "maximum": 65535},
        "GRACE_MS": {"type": "integer", "minimum": 0, "maximum": 10, "default": 7},
        "TLS": {"type": "boolean", "default": True},
        "LOG_LEVEL": {"type": "string", "enum": ["info", "warn"], "default": "info"},
        "URL": {"type": "string", "format": "uri"},
        "KEY": {"type": "string", "minLength": 8},
        "PASSWORD": {"type": "string", "minLength": 1},
    },
    "required": ["PORT", "URL", "KEY"],
}
GOOD = {"PORT": "8080", "URL": "https://example.org/", "KEY": "longenough"}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "config.schema.json"
    path.write_text(json.dumps(SCHEMA))
    return path


def test_gives_typed_values_and_defaults(schema: Path) -> None:
    config = parse_config(schema, {**GOOD, "TLS": "false"})
    assert (config.integer("PORT"), config.flag("TLS"), config.integer("GRACE_MS")) == (8080, False, 7)
    assert config.optional_text("PASSWORD") is None


def test_reports_every_fault_together(schema: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(schema, {"PORT": "abc", "TLS": "yes", "LOG_LEVEL": "loud", "URL": "nowhere"})
    assert caught.value.faults == [
        'PORT: expected an integer from 0 to 65535, got "abc"',
        'TLS: expected true or false, got "yes"',
        'LOG_LEVEL: expected one of info, warn, got "loud"',
        "URL: expected an absolute URI, got 7 characters",
        "KEY: expected text, but it is not set",
    ]
    assert str(caught.value).startswith('CONFIG: PORT: expected an integer from 0 to 65535, got "abc"\nCONFIG: TLS')


@pytest.mark.parametrize("text", ["65536", "-1", "1.5", "1e3", " 80", "0x10", "٨٠"])
def test_refuses_what_is_no_port(schema: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="PORT: expected an integer from 0 to 65535"):
        parse_config(schema, {**GOOD, "PORT": text})


def test_never_repeats_free_text_which_may_be_a_secret(schema: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(schema, {**GOOD, "KEY": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_takes_an_empty_variable_for_an_absent_one(schema: Path) -> None:
    with pytest.raises(ConfigError, match=r"PORT: .*, but it is not set"):
        parse_config(schema, {**GOOD, "PORT": ""})


def test_is_frozen(schema: Path) -> None:
    config = parse_config(schema, GOOD)
    with pytest.raises(TypeError):
        config["PORT"] = 1  # type: ignore[index]


def test_refuses_a_value_of_another_type_than_asked_for(schema: Path) -> None:
    with pytest.raises(TypeError, match="PORT"):
        parse_config(schema, GOOD).text("PORT")

import json
import logging
from typing import Any

from service_kit_py.json_logging import JsonFormatter
from service_kit_py.trace_context import note_tenant, trace_context


def line(record: logging.LogRecord) -> dict[str, Any]:
    text = JsonFormatter("example-service").format(record)
    assert "\n" not in text
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.getLogger("test").makeRecord("test", logging.INFO, "file", 1, message, (), None, extra=extra)
    made.created = 1_800_000_000.1234
    return made


def test_writes_the_fields_of_the_typescript_kit() -> None:
    with trace_context("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01") as trace:
        note_tenant("a-tenant")
        assert line(record("done", entryCount=3)) == {
            "level": "info",
            "time": "2027-01-15T08:00:00.123Z",
            "service": "example-service",
            "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
            "spanId": trace.span_id,
            "tenantId": "a-tenant",
            "entryCount": 3,
            "message": "done",
        }


def test_hides_values_of_keys_that_name_secrets_at_any_depth() -> None:
    text = json.dumps(line(record("x", db_password="p1", headers={"Authorization": "p2", "list": [{"apiKey": "p3"}]})))
    assert text.count("[redacted]") == 3
    assert not any(secret in text for secret in ("p1", "p2", "p3"))


def test_describes_an_error_with_its_cause() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as inner:
            raise ValueError("outer") from inner
    except ValueError as error:
        failing = record("failed")
        failing.exc_info = (type(error), error, error.__traceback__)
    err = line(failing)["err"]
    assert (err["name"], err["message"], err["cause"]["name"]) == ("ValueError", "outer", "KeyError")
    assert "test_json_logging" in err["stack"]

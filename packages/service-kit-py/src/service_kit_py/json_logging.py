"""Structured logs: one JSON object a line on standard output, with trace and tenant of the work at hand."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from service_kit_py.trace_context import current_tenant_id, current_trace

_DEPTH_MAX = 6
_secret_key = re.compile(
    r"authorization|cookie|password|secret|token|api-?_?key|operator-?_?key|jwk|credential", re.IGNORECASE
)
# What any record has, and what uvicorn adds, is no field of ours.
_standard_fields = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_levels = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}
_level_names = {"DEBUG": "debug", "INFO": "info", "WARNING": "warn", "ERROR": "error", "CRITICAL": "error"}
_chatty = ("botocore", "boto3", "urllib3", "s3transfer", "uvicorn", "asyncio")


class JsonFormatter(logging.Formatter):
    """Fields: level, time, service, traceId, spanId, tenantId, those of `extra` with secrets hidden, err, message."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, Any] = {"level": _level_names[record.levelname], "time": time, "service": self._service}
        trace = current_trace()
        if trace is not None:
            line |= {"traceId": trace.trace_id, "spanId": trace.span_id}
            tenant_id = current_tenant_id()
            if tenant_id is not None:
                line["tenantId"] = tenant_id
        line |= redact({name: value for name, value in vars(record).items() if name not in _standard_fields})
        if record.exc_info is not None and record.exc_info[1] is not None:
            line["err"] = _described(record.exc_info[1])
        line["message"] = record.getMessage()
        return json.dumps(line, default=str, ensure_ascii=False)


def configure_logging(service: str, level: str) -> None:
    """Sends every logger's lines of at least `level` (debug, info, warn, error) to standard output as JSON."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(_levels[level])
    for name in _chatty:
        logging.getLogger(name).setLevel(max(logging.WARNING, _levels[level]))


def redact(value: Any, depth: int = 0) -> Any:
    """A copy of what is to be logged, with the values of keys that name secrets replaced."""
    if isinstance(value, list | tuple):
        return "[deep]" if depth >= _DEPTH_MAX else [redact(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    if depth >= _DEPTH_MAX:
        return "[deep]"
    return {
        key: "[redacted]" if _secret_key.search(str(key)) else redact(item, depth + 1) for key, item in value.items()
    }


def _described(error: BaseException) -> dict[str, Any]:
    described: dict[str, Any] = {"name": type(error).__name__, "message": str(error)}
    code = getattr(error, "sqlstate", None)
    if code is not None:
        described["code"] = code
    described["stack"] = "".join(traceback.format_exception(error, chain=False))
    if error.__cause__ is not None:
        described["cause"] = _described(error.__cause__)
    return described

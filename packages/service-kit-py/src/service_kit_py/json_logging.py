"""Structured logs: one JSON object a line on standard output, with trace and tenant of the work at hand."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from service_kit_py.trace_context import current_tenant_id, current_trace

REDACTED = "[redacted]"
_secret_name = re.compile(r"password|secret|authorization|cookie|token|api_?key|signing|sealing|private", re.IGNORECASE)
_bearer = re.compile(r"(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]+")
_standard_fields = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_levels = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}
_names = {"DEBUG": "debug", "INFO": "info", "WARNING": "warn", "ERROR": "error", "CRITICAL": "error"}


class JsonFormatter(logging.Formatter):
    """Fields: time, level, service, msg, traceId, spanId, tenantId, err, and what `extra` holds, redacted."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "level": _names.get(record.levelname, "info"),
            "time": time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "service": self.service,
        }
        trace = current_trace()
        if trace is not None:
            line["traceId"] = trace.trace_id
            line["spanId"] = trace.span_id
        tenant_id = current_tenant_id()
        if tenant_id is not None:
            line["tenantId"] = tenant_id
        for name, value in vars(record).items():
            if name not in _standard_fields:
                line[name] = _redact(name, value)
        if record.exc_info is not None and record.exc_info[1] is not None:
            line["err"] = _error_fields(record.exc_info[1])
        line["msg"] = _redact_text(record.getMessage())
        return json.dumps(line, default=str, ensure_ascii=False)


def configure_logging(service: str, level: str) -> None:
    """Sends every logger's lines of at least `level` (debug, info, warn, error) to standard output as JSON."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(service))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(_levels[level])
    for chatty in ("botocore", "boto3", "urllib3", "s3transfer", "uvicorn", "psycopg.pool"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, _levels[level]))


def _redact(name: str, value: object) -> object:
    if _secret_name.search(name):
        return REDACTED
    if isinstance(value, dict):
        return {key: _redact(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_redact(name, item) for item in value]
    return _redact_text(value) if isinstance(value, str) else value


def _redact_text(text: str) -> str:
    return _bearer.sub(rf"\g<1>{REDACTED}", text)


def _error_fields(error: BaseException) -> dict[str, str]:
    return {
        "type": type(error).__name__,
        "message": _redact_text(str(error)),
        "stack": _redact_text("".join(traceback.format_exception(error))),
    }

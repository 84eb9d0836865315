"""Trace and tenant of the work at hand, carried by context variables into logs, messages and the outbox."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_traceparent_pattern = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")


@dataclass(frozen=True, slots=True)
class TraceContext:
    """A W3C trace context: 32 and 16 hexadecimal digits, and whether the trace is sampled."""

    trace_id: str
    span_id: str
    sampled: bool = True

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


_trace: ContextVar[TraceContext | None] = ContextVar("trace", default=None)
_tenant_id: ContextVar[str | None] = ContextVar("tenant_id", default=None)


def continue_trace(traceparent: str | None) -> TraceContext:
    """A new span of the trace in `traceparent`; of a new trace where that is absent or malformed."""
    match = _traceparent_pattern.fullmatch(traceparent or "")
    span_id = secrets.token_hex(8)
    if match is None:
        return TraceContext(secrets.token_hex(16), span_id)
    version, trace_id, parent_id, flags, rest = match.groups()
    malformed = version == "ff" or trace_id == "0" * 32 or parent_id == "0" * 16 or (version == "00" and rest)
    if malformed:
        return TraceContext(secrets.token_hex(16), span_id)
    return TraceContext(trace_id, span_id, sampled=bool(int(flags, 16) & 1))


def current_trace() -> TraceContext | None:
    return _trace.get()


def current_tenant_id() -> str | None:
    return _tenant_id.get()


def note_tenant(tenant_id: str) -> None:
    """Names the tenant in every later log line of this context."""
    _tenant_id.set(tenant_id)


@contextmanager
def trace_context(traceparent: str | None, tenant_id: str | None = None) -> Iterator[TraceContext]:
    """Runs its block as a span of the trace in `traceparent`."""
    trace = continue_trace(traceparent)
    trace_token = _trace.set(trace)
    tenant_token = _tenant_id.set(tenant_id)
    try:
        yield trace
    finally:
        _trace.reset(trace_token)
        _tenant_id.reset(tenant_token)

"""Around every request: a span of the caller's trace, a measurement, a log line, and an answer to crashes."""

import logging
import time
from collections.abc import Iterable

from psycopg import OperationalError
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_kit_py.metrics import ServiceMetrics
from service_kit_py.problem import ProblemError, problem_response
from service_kit_py.trace_context import trace_context

log = logging.getLogger(__name__)
_probe_routes = frozenset({"/health", "/ready", "/metrics"})
_unavailable = (OperationalError, PoolClosed, PoolTimeout, TooManyRequests)


class RequestTelemetry:
    def __init__(self, app: ASGIApp, metrics: ServiceMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        traceparent = dict(scope["headers"]).get(b"traceparent", b"").decode("latin-1")
        with trace_context(traceparent) as trace:
            await self._measured(scope, receive, send, trace.traceparent)

    async def _measured(self, scope: Scope, receive: Receive, send: Send, traceparent: str) -> None:
        started = time.perf_counter()
        status = 500
        has_started = False

        async def traced_send(message: Message) -> None:
            nonlocal status, has_started
            if message["type"] == "http.response.start":
                status = message["status"]
                has_started = True
                message["headers"] = _with_defaults(message["headers"], traceparent.encode())
            await send(message)

        try:
            await self._app(scope, receive, traced_send)
        except Exception as error:
            log.exception("a request failed unexpectedly")
            if has_started:
                raise
            await problem_response(_problem(error))(scope, receive, traced_send)
        finally:
            self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"]
        self._metrics.http_request_duration.observe(seconds, route=route, method=method, status=str(status))
        level = logging.DEBUG if route in _probe_routes else logging.INFO
        duration_ms = round(seconds * 1000, 1)
        log.log(level, "request", extra={"method": method, "route": route, "status": status, "durationMs": duration_ms})


def _with_defaults(headers: Iterable[tuple[bytes, bytes]], traceparent: bytes) -> list[tuple[bytes, bytes]]:
    own = list(headers)
    if not any(name == b"cache-control" for name, _value in own):
        own.append((b"cache-control", b"no-store"))
    return [*own, (b"x-content-type-options", b"nosniff"), (b"traceparent", traceparent)]


def _problem(error: Exception) -> ProblemError:
    if isinstance(error, _unavailable):
        return ProblemError(503, "unavailable", "The service can't answer at the moment.", {"retry-after": "1"})
    return ProblemError(500, "internal_error", "The request failed unexpectedly.")

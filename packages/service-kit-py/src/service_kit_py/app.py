"""The HTTP server of a Python service: health, readiness, metrics, problem details and traces."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_kit_py.metrics import ServiceMetrics
from service_kit_py.problem import ProblemError, problem_response
from service_kit_py.trace_context import trace_context

log = logging.getLogger(__name__)
READINESS_TIMEOUT_S = 3.0
_probe_routes = frozenset({"/health", "/ready", "/metrics"})
_codes = {404: "not_found", 405: "method_not_allowed", 413: "payload_too_large", 415: "unsupported_media_type"}

Check = Callable[[], bool]
"""Blocking; runs in a thread."""


def create_app(
    service: str,
    version: str,
    metrics: ServiceMetrics,
    readiness: Mapping[str, Check],
    title: str | None = None,
) -> FastAPI:
    """A FastAPI application with /health, /ready and /metrics; every error is a problem detail.

    `readiness` names what the service needs to do its work; one False makes /ready answer 503.
    """
    app = FastAPI(title=title or service, version=version, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.draining = False
    _add_probes(app, service, version, metrics, readiness)
    _add_problem_handlers(app)
    app.add_middleware(RequestTelemetry, app=app, metrics=metrics)
    return app


def _add_probes(
    app: FastAPI, service: str, version: str, metrics: ServiceMetrics, readiness: Mapping[str, Check]
) -> None:
    @app.get("/health", include_in_schema=False)
    async def health() -> dict[str, str]:
        return {"status": "ok", "service": service, "version": version}

    @app.get("/ready", include_in_schema=False)
    async def ready() -> JSONResponse:
        checks = dict(zip(readiness, await asyncio.gather(*map(_holds, readiness.values())), strict=True))
        if app.state.draining:
            checks["draining"] = False
        is_ready = all(checks.values())
        body = {"status": "ready" if is_ready else "unready", "checks": checks}
        return JSONResponse(body, status_code=200 if is_ready else 503)

    @app.get("/metrics", include_in_schema=False)
    def exposition() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _holds(check: Check) -> bool:
    try:
        return await asyncio.wait_for(asyncio.to_thread(check), READINESS_TIMEOUT_S)
    except Exception:
        log.warning("a readiness check failed", exc_info=True)
        return False


def _add_problem_handlers(app: FastAPI) -> None:
    @app.exception_handler(ProblemError)
    async def expected(_request: Request, error: ProblemError) -> JSONResponse:
        headers = {"www-authenticate": "Bearer"} if error.status == 401 else None
        return problem_response(error, headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [{"field": _pointer(fault["loc"]), "message": fault["msg"]} for fault in error.errors()]
        detail = "; ".join(f"{fault['field']}: {fault['message']}" for fault in errors[:5])
        return problem_response(ProblemError(400, "invalid_request", detail, {"errors": errors}))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        code = _codes.get(error.status_code, "invalid_request" if error.status_code < 500 else "internal_error")
        detail = f"{request.method} {request.url.path}" if error.status_code in (404, 405) else str(error.detail)
        return problem_response(ProblemError(error.status_code, code, detail), error.headers)


def _pointer(location: tuple[int | str, ...]) -> str:
    """`("body", "transactionIds", 3)` as `/transactionIds/3`."""
    return "/" + "/".join(str(part) for part in location[1:])


class RequestTelemetry:
    """Runs each request as a span of the caller's trace; measures and logs it; turns a crash into a problem detail."""

    def __init__(self, inner: ASGIApp, app: FastAPI, metrics: ServiceMetrics) -> None:
        self.inner = inner
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        headers = dict(scope["headers"])
        with trace_context(headers.get(b"traceparent", b"").decode("latin-1")) as trace:
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
                message["headers"] = [*message["headers"], (b"traceparent", traceparent.encode())]
            await send(message)

        try:
            await self.inner(scope, receive, traced_send)
        except Exception:
            log.exception("a request failed unexpectedly")
            if has_started:
                raise
            response = problem_response(ProblemError(500, "internal_error", "The request failed unexpectedly."))
            await response(scope, receive, traced_send)
        finally:
            self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"]
        self.metrics.http_request_duration.labels(self.metrics.service, route, method, str(status)).observe(seconds)
        level = logging.DEBUG if route in _probe_routes else logging.INFO
        fields: dict[str, Any] = {"method": method, "route": route, "status": status, "durationMs": round(seconds * 1000, 1)}
        log.log(level, "request", extra=fields)


RequestHandler = Callable[[Request], Awaitable[Response]]

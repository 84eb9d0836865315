"""The HTTP server of a Python service: health, readiness, metrics, problem details and traces."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from service_kit_py.contract import Contract
from service_kit_py.contracts import Health, Readiness, ReadinessCheck
from service_kit_py.json_body import JsonBody
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.problem import FieldFault, ProblemError, problem_response
from service_kit_py.request_telemetry import RequestTelemetry

log = logging.getLogger(__name__)
READINESS_TIMEOUT_S = 2.0
BODY_MAX_BYTES = 1024 * 1024
_codes = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 415: "unsupported_media_type"}
_details = {413: "The body is larger than this operation accepts."}

Check = Callable[[], object]
"""Raises when the named thing can't be used. Blocking, so it runs in a thread."""


def create_app(contract: Contract, version: str, metrics: ServiceMetrics, readiness: Mapping[str, Check]) -> FastAPI:
    """A FastAPI application with /health, /ready and /metrics; every error is a problem detail.

    `version` is that of the release. `readiness` names what the service needs to do its work; one that fails makes
    /ready answer 503.
    """
    info = contract.document["info"]
    app = FastAPI(title=info["title"], version=info["version"], docs_url=None, redoc_url=None, openapi_url=None)
    app.state.draining = False
    _add_probes(app, contract, version, metrics, readiness)
    _add_problem_handlers(app)
    app.add_middleware(JsonBody, size_max_bytes=BODY_MAX_BYTES)
    # Added last, so it runs first and measures what the others refuse.
    app.add_middleware(RequestTelemetry, metrics=metrics)
    return app


def _add_probes(
    app: FastAPI, contract: Contract, version: str, metrics: ServiceMetrics, readiness: Mapping[str, Check]
) -> None:
    @app.get("/health", **contract.operation("getHealth").route)
    async def health() -> Health:
        return Health(status="ok", service=contract.service, version=version)

    @app.get("/ready", **contract.operation("getReadiness").route)
    async def ready(response: Response) -> Readiness:
        checks = await asyncio.gather(*(_checked(name, check) for name, check in readiness.items()))
        if app.state.draining:
            checks.append(ReadinessCheck(name="process", ready=False, detail="stopping"))
        is_ready = all(check.ready for check in checks)
        response.status_code = 200 if is_ready else 503
        return Readiness(ready=is_ready, checks=checks)

    @app.get("/metrics", response_class=PlainTextResponse, **contract.operation("getMetrics").route)
    def exposition() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _checked(name: str, check: Check) -> ReadinessCheck:
    """What went wrong is logged; the answer tells no internals."""
    try:
        await asyncio.wait_for(asyncio.to_thread(check), READINESS_TIMEOUT_S)
    except Exception:
        log.warning("a readiness check failed", exc_info=True, extra={"check": name})
        return ReadinessCheck(name=name, ready=False, detail="does not answer")
    return ReadinessCheck(name=name, ready=True, detail=None)


def _add_problem_handlers(app: FastAPI) -> None:
    @app.exception_handler(ProblemError)
    async def expected(_request: Request, problem: ProblemError) -> JSONResponse:
        return problem_response(problem)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [FieldFault(_pointer(fault["loc"]), _expected(fault)) for fault in error.errors()]
        return problem_response(
            ProblemError(400, "invalid_request", f"The {_place(error)} is not as expected.", errors=errors)
        )

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        code = _codes.get(error.status_code, "invalid_request" if error.status_code < 500 else "internal_error")
        detail = _details.get(error.status_code, str(error.detail))
        if error.status_code in (404, 405):
            detail = f"{request.method} {request.url.path}"[:300]
        if error.headers is not None and "Allow" in error.headers:
            detail = f"{detail}; allowed: {error.headers['Allow']}"
        return problem_response(ProblemError(error.status_code, code, detail, error.headers))


def _place(error: RequestValidationError) -> str:
    places = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
    return places.pop() if len(places) == 1 else "request"


def _pointer(location: tuple[int | str, ...]) -> str:
    """`("body", "transactionIds", 3)` as `/transactionIds/3`; at most 300 characters."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in location[1:])
    return "".join(f"/{part}" for part in parts)[:300]


def _expected(fault: Mapping[str, Any]) -> str:
    match fault["type"]:
        case "missing":
            return "to be present"
        case "extra_forbidden":
            return "to be absent"
        case _:
            return str(fault["msg"]).removeprefix("Input should be ")[:1000]

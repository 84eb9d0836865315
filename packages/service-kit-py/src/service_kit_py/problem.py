"""RFC 9457 problem details: the shape of every error response, equal to that of packages/service-kit."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

from service_kit_py.trace_context import current_trace

PROBLEM_MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """An expected failure at the HTTP edge.

    `code` is snake_case and stands in the operation's contract; `extension` holds further members,
    JSON-serialisable, such as `errors`.
    """

    def __init__(
        self, status: int, code: str, detail: str | None = None, extension: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.extension = dict(extension or {})


def problem_body(problem: ProblemError) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": f"urn:fintrack:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
    }
    if problem.detail is not None:
        body["detail"] = problem.detail
    trace = current_trace()
    if trace is not None:
        body["traceId"] = trace.trace_id
    return body | problem.extension


def problem_response(problem: ProblemError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        problem_body(problem), status_code=problem.status, media_type=PROBLEM_MEDIA_TYPE, headers=dict(headers or {})
    )

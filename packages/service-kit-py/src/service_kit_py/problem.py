"""RFC 9457 problem details: the shape of every error response, equal to that of packages/service-kit."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

PROBLEM_MEDIA_TYPE = "application/problem+json"
FAULTS_MAX = 1000


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field, as JSON pointer, that is not as expected."""

    field: str
    expected: str


class ProblemError(Exception):
    """An expected failure at the HTTP edge.

    `code` is snake_case and stands in the operation's contract; `detail` is for people and says nothing that the
    caller may not know.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str | None = None,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[FieldFault] = (),
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = tuple(errors)


def problem_response(problem: ProblemError) -> JSONResponse:
    body: dict[str, Any] = {
        "type": f"urn:fintrack:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
    }
    if problem.detail is not None:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = [asdict(fault) for fault in problem.errors[:FAULTS_MAX]]
    return JSONResponse(body, status_code=problem.status, media_type=PROBLEM_MEDIA_TYPE, headers=problem.headers)

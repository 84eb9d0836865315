"""openapi_differences sees what a service's code says otherwise than its contract."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from service_kit_py.contracts import Health, Readiness, ScoreRequest, ScoreResponse
from service_kit_py.contracts.openapi_differences import contract_openapi, openapi_differences
from service_kit_py.contracts.problem_responses import problem_responses

ALWAYS = {500: ["internal_error"], 503: ["unavailable"]}
ANSWERED_TO_CALLERS = {
    400: ["invalid_request"],
    401: ["unauthenticated"],
    403: ["forbidden"],
    413: ["body_too_large"],
    415: ["unsupported_media_type"],
    **ALWAYS,
}


def service() -> FastAPI:
    app = FastAPI()

    @app.get("/health", operation_id="getHealth", response_model=Health, responses=problem_responses(ALWAYS))
    def health() -> None: ...

    @app.get(
        "/ready",
        operation_id="getReadiness",
        response_model=Readiness,
        responses={503: {"model": Readiness}, **problem_responses({500: ["internal_error"]})},
    )
    def ready() -> None: ...

    @app.get(
        "/metrics", operation_id="getMetrics", response_class=PlainTextResponse, responses=problem_responses(ALWAYS)
    )
    def metrics() -> None: ...

    @app.post(
        "/api/anomalies/score",
        operation_id="scoreTransactions",
        response_model=ScoreResponse,
        responses=problem_responses(ANSWERED_TO_CALLERS),
    )
    def score(request: ScoreRequest) -> None: ...

    return app


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(service().openapi())


def test_a_service_made_from_the_models_equals_its_contract(document: dict[str, Any]) -> None:
    assert openapi_differences(document, contract_openapi("ml-anomaly-detector")) == []


SCORE = ("paths", "/api/anomalies/score", "post")


def at(document: Any, *path: str) -> Any:
    for part in path:
        document = document[part]
    return document


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (
            lambda document: document["paths"].pop("/health"),
            "GET /health: in the contract, not in the code",
        ),
        (
            lambda document: document["paths"].update({"/more": {"get": {"responses": {}}}}),
            "GET /more: in the code, not in the contract",
        ),
        (
            lambda document: at(document, *SCORE).update(operationId="score"),
            'operationId: the contract says "scoreTransactions", the code "score"',
        ),
        (
            lambda document: at(document, *SCORE).update(
                parameters=[{"in": "query", "name": "deep", "schema": {"type": "boolean"}}]
            ),
            "parameters > query deep: in the code, not in the contract",
        ),
        (
            lambda document: at(
                document, "components", "schemas", "ScoreRequest", "properties", "transactionIds"
            ).update(maxItems=10),
            "properties > transactionIds > maxItems: the contract says 1000, the code 10",
        ),
        (
            lambda document: at(document, *SCORE, "responses").pop("403"),
            "responses > 403: in the contract, not in the code",
        ),
        (
            lambda document: at(document, "components", "schemas", "Money", "properties", "amountMinor").update(
                type="integer"
            ),
            'median > properties > amountMinor > type: the contract says "string", the code "integer"',
        ),
        (
            lambda document: at(document, *SCORE, "responses", "401").update({"x-problem-codes": []}),
            "401 > x-problem-codes",
        ),
    ],
)
def test_each_difference_is_named_by_its_place(
    document: dict[str, Any], change: Callable[[Any], object], difference: str
) -> None:
    change(document)
    differences = openapi_differences(document, contract_openapi("ml-anomaly-detector"))
    assert any(difference in line for line in differences), differences

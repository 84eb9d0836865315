from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg import OperationalError
from pydantic import BaseModel, ConfigDict

from service_kit_py.app import BODY_MAX_BYTES, create_app
from service_kit_py.contract import Contract
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.trace_context import current_trace


class Order(BaseModel):
    model_config = ConfigDict(extra="forbid")
    amount: int


def broken() -> None:
    raise OSError("connection to db.internal refused")


def make_app(check: object = lambda: None) -> FastAPI:
    app = create_app(Contract("transaction-worker"), "1.2.3", ServiceMetrics("transaction-worker"), {"database": check})  # type: ignore[dict-item]

    @app.post("/api/orders/{order_id}")
    def place(order_id: str, order: Order) -> dict[str, str]:
        if order_id == "crash":
            raise RuntimeError("secret detail")
        if order_id == "down":
            raise OperationalError("no route to db.internal")
        trace = current_trace()
        return {"traceId": trace.trace_id if trace else ""}

    return app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(make_app(), raise_server_exceptions=False) as client:
        yield client


def test_health_names_service_and_version(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok", "service": "transaction-worker", "version": "1.2.3"}


def test_is_ready_when_every_check_passes(client: TestClient) -> None:
    answer = client.get("/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": [{"name": "database", "ready": True, "detail": None}]}


def test_is_not_ready_when_a_check_fails_and_tells_no_internals() -> None:
    answer = TestClient(make_app(broken)).get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == [{"name": "database", "ready": False, "detail": "does not answer"}]


def test_is_not_ready_while_it_drains() -> None:
    app = make_app()
    app.state.draining = True
    assert TestClient(app).get("/ready").status_code == 503


def test_measures_requests_by_route_with_the_buckets_of_the_objective(client: TestClient) -> None:
    client.post("/api/orders/1", json={"amount": 1})
    text = client.get("/metrics").text
    labels = 'method="POST",route="/api/orders/{order_id}",service="transaction-worker",status="200"'
    for bound in ("0.8", "2.0"):
        assert f'http_request_duration_seconds_bucket{{le="{bound}",{labels}}} 1.0' in text


def test_answers_a_validation_error_with_every_field(client: TestClient) -> None:
    answer = client.post("/api/orders/1", json={"surplus": 1})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {**body, "errors": sorted(body["errors"], key=lambda fault: fault["field"])} == {
        "type": "urn:fintrack:problem:invalid_request",
        "title": "Bad Request",
        "status": 400,
        "code": "invalid_request",
        "detail": "The body is not as expected.",
        "errors": [
            {"field": "/amount", "expected": "to be present"},
            {"field": "/surplus", "expected": "to be absent"},
        ],
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("DELETE", "/health", 405, "method_not_allowed")],
)
def test_answers_unknown_routes_with_a_problem(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_refuses_a_body_above_the_limit(client: TestClient) -> None:
    content = b" " * (BODY_MAX_BYTES + 1)
    answer = client.post("/api/orders/1", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("media_type", ["text/csv", ""])
def test_refuses_a_body_that_is_no_json(client: TestClient, media_type: str) -> None:
    answer = client.post("/api/orders/1", content=b'{"amount": 1}', headers={"content-type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(("order", "status", "code"), [("crash", 500, "internal_error"), ("down", 503, "unavailable")])
def test_answers_crashes_without_internals(client: TestClient, order: str, status: int, code: str) -> None:
    answer = client.post(f"/api/orders/{order}", json={"amount": 1})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "secret" not in answer.text
    assert "db.internal" not in answer.text


def test_continues_the_callers_trace(client: TestClient) -> None:
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = client.post(
        "/api/orders/1", json={"amount": 1}, headers={"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
    )
    assert answer.json() == {"traceId": trace_id}
    assert answer.headers["traceparent"].split("-")[1] == trace_id

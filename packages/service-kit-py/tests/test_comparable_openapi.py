from typing import Any

import pytest

from service_kit_py.contract import Contract
from service_kit_py.testing.comparable_openapi import comparable_openapi


def change(document: dict[str, Any], path: list[str | int], value: object) -> dict[str, Any]:
    at: Any = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["components", "schemas", "ScoreRequest", "properties", "transactionIds", "maxItems"], 999),
        (["components", "schemas", "AmountMinor", "pattern"], "^[0-9]+$"),
        (["components", "schemas", "AnomalyScore", "required"], ["score"]),
        (["components", "schemas", "Money", "additionalProperties"], True),
        (["components", "securitySchemes", "accessToken", "scheme"], "basic"),
        (["paths", "/api/anomalies/score", "post", "responses", "400", "x-problem-codes"], ["other"]),
        (["paths", "/api/anomalies/score", "post", "requestBody", "required"], False),
        (["paths", "/api/anomalies/score", "post", "security"], []),
        (["paths", "/other"], {"get": {"responses": {}}}),
    ],
)
def test_sees_every_difference_that_a_caller_would_meet(path: list[str | int], value: object) -> None:
    service = "ml-anomaly-detector"
    changed = change(Contract(service).document, path, value)
    assert comparable_openapi(changed) != comparable_openapi(Contract(service).document)


def test_overlooks_prose_of_shapes() -> None:
    service = "ml-anomaly-detector"
    changed = change(Contract(service).document, ["components", "schemas", "Money", "description"], "Other words.")
    assert comparable_openapi(changed) == comparable_openapi(Contract(service).document)


def test_says_which_operation_a_contract_lacks() -> None:
    with pytest.raises(KeyError, match="the contract of transaction-worker has no operation scoreTransactions"):
        Contract("transaction-worker").operation("scoreTransactions")

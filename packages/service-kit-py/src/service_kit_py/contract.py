"""The committed OpenAPI document of a service, and what FastAPI must be told so that its own says the same."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Operation:
    """One operation of the contract."""

    path: str
    roles: tuple[str, ...]
    """Roles that may call it; empty: anyone may."""
    route: dict[str, Any]
    """Keyword arguments of the FastAPI route: summary, answers and problem codes. Shapes are the handler's own."""


class Contract:
    """The document that packages/contracts wrote for `service`."""

    def __init__(self, service: str) -> None:
        self.service = service
        text = files("service_kit_py.contracts").joinpath(f"openapi/{service}.json").read_text(encoding="utf-8")
        self.document: dict[str, Any] = json.loads(text)

    def operation(self, operation_id: str) -> Operation:
        for path, methods in self.document["paths"].items():
            for operation in methods.values():
                if operation["operationId"] == operation_id:
                    return Operation(path, tuple(operation.get("x-roles", ())), _route(operation))
        raise KeyError(f"the contract of {self.service} has no operation {operation_id}")


def _route(operation: dict[str, Any]) -> dict[str, Any]:
    answered = min(operation["responses"])
    return {
        "operation_id": operation["operationId"],
        "summary": operation["summary"],
        "tags": operation["tags"],
        "status_code": int(answered),
        "response_description": operation["responses"][answered]["description"],
        "responses": {status: answer for status, answer in operation["responses"].items() if status != answered},
        # A scheme comes into FastAPI's document by the dependency that enforces it, and only so.
        "openapi_extra": {"x-roles": operation["x-roles"]} if "x-roles" in operation else {"security": []},
    }

"""FastAPI's `responses` for the problems that an operation answers with."""

from collections.abc import Mapping, Sequence
from typing import Any

from service_kit_py.contracts.models import Problem


def problem_responses(codes_by_status: Mapping[int, Sequence[str]]) -> dict[int | str, dict[str, Any]]:
    """`{404: ["transaction_not_found"]}` as responses of `application/problem+json` that name their codes."""
    return {
        status: {
            "description": f"Problem with code {' or '.join(codes)}.",
            "content": {"application/problem+json": {"schema": _inlined(Problem.model_json_schema())}},
            "x-problem-codes": list(codes),
        }
        for status, codes in codes_by_status.items()
    }


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without `$defs`, whose references would point nowhere inside an OpenAPI document."""
    definitions = schema.pop("$defs", {})

    def resolve(value: Any) -> Any:
        if isinstance(value, list):
            return [resolve(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return resolve(definitions[value["$ref"].removeprefix("#/$defs/")])
        return {key: resolve(item) for key, item in value.items()}

    resolved: dict[str, Any] = resolve(schema)
    return resolved

"""Whether the OpenAPI that FastAPI derives from the code says what the contract says."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
# Words for people, which the contract and pydantic choose each for themselves.
_WORDS = {"title", "description", "default", "examples", "summary"}

Json = Any


def contract_openapi(service: str) -> dict[str, Any]:
    """The contract of a Python service, as packages/contracts emits it."""
    text = files("service_kit_py.contracts").joinpath("openapi", f"{service}.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def openapi_differences(actual: Json, expected: Json) -> list[str]:
    """Where two documents differ in paths, parameters, bodies and responses; empty where they say the same.

    Each difference is one line: the place, what the contract says, what the code says.
    """
    return list(_differences("", _comparable(expected), _comparable(actual)))


def _comparable(document: Json) -> dict[str, Json]:
    return {
        f"{method.upper()} {path}": _operation(document, operation)
        for path, methods in document.get("paths", {}).items()
        for method, operation in methods.items()
        if method in METHODS
    }


def _operation(document: Json, operation: Json) -> dict[str, Json]:
    body = operation.get("requestBody")
    return {
        "operationId": operation.get("operationId"),
        "parameters": {
            f"{parameter['in']} {parameter['name']}": {
                "required": parameter.get("required", False),
                "schema": _schema(document, parameter["schema"]),
            }
            for parameter in operation.get("parameters", [])
        },
        "body": None
        if body is None
        else {"required": body.get("required", False), "content": _content(document, body.get("content", {}))},
        "responses": {
            status: {
                "content": _content(document, response.get("content", {})),
                "x-problem-codes": response.get("x-problem-codes", []),
            }
            for status, response in operation["responses"].items()
            if not _is_unasked_422(status, response)
        },
    }


def _is_unasked_422(status: str, response: Json) -> bool:
    """FastAPI declares this for every operation with input; create_app answers 400 instead."""
    return status == "422" and "HTTPValidationError" in json.dumps(response)


def _content(document: Json, content: Json) -> dict[str, Json]:
    return {media: _schema(document, value.get("schema", {})) for media, value in content.items()}


def _schema(document: Json, schema: Json) -> Json:
    """The schema with references resolved and with one spelling for what JSON Schema can spell in several ways."""
    if isinstance(schema, list):
        return [_schema(document, item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _schema(document, _resolve(document, schema["$ref"]))
    result = {key: _schema(document, value) for key, value in schema.items() if key not in _WORDS}
    if "properties" in schema:
        result["properties"] = {name: _schema(document, value) for name, value in schema["properties"].items()}
    if "const" in result:
        result["enum"] = [result.pop("const")]
    if "required" in result:
        result["required"] = sorted(result["required"])
    for key in ("minLength", "minItems"):
        if result.get(key) == 0:
            del result[key]
    return result


def _resolve(document: Json, reference: str) -> Json:
    target = document
    for part in reference.removeprefix("#/").split("/"):
        target = target[part.replace("~1", "/").replace("~0", "~")]
    return target


def _differences(place: str, expected: Json, actual: Json) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in sorted({*expected, *actual}):
            below = f"{place} > {key}" if place else key
            if key not in actual:
                yield f"{below}: in the contract, not in the code: {_brief(expected[key])}"
            elif key not in expected:
                yield f"{below}: in the code, not in the contract: {_brief(actual[key])}"
            else:
                yield from _differences(below, expected[key], actual[key])
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (one, other) in enumerate(zip(expected, actual, strict=True)):
            yield from _differences(f"{place}[{index}]", one, other)
    elif expected != actual:
        yield f"{place}: the contract says {_brief(expected)}, the code {_brief(actual)}"


def _brief(value: Json) -> str:
    text = json.dumps(value)
    return text if len(text) <= 160 else f"{text[:157]}..."

"""Brings OpenAPI documents to one form, so that what TypeScript and FastAPI wrote can be compared."""

from typing import Any

from pydantic import TypeAdapter

from service_kit_py.contracts import SHAPES


def comparable_openapi(document: dict[str, Any]) -> dict[str, Any]:
    """Per operation: what it takes and answers, with every reference resolved. Prose of shapes is left out."""
    schemas = document.get("components", {}).get("schemas", {})
    return {
        "title": document["info"]["title"],
        "version": document["info"]["version"],
        "securitySchemes": document.get("components", {}).get("securitySchemes", {}),
        "operations": {
            f"{method} {path}": _operation(operation, schemas)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        },
    }


def _operation(operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    comparable = dict(operation)
    if "requestBody" in comparable:
        body = comparable["requestBody"]
        comparable["requestBody"] = {"required": body.get("required", False), "content": _content(body, schemas)}
    comparable["responses"] = {
        status: {
            "description": answer["description"],
            "content": _content(answer, schemas),
            "x-problem-codes": answer.get("x-problem-codes"),
        }
        for status, answer in operation["responses"].items()
        # FastAPI's own answer to invalid input, which the kit's handler replaces by 400.
        if status != "422"
    }
    return comparable


def _content(part: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    return {media_type: _schema(found["schema"], schemas) for media_type, found in part.get("content", {}).items()}


def _schema(schema: Any, schemas: dict[str, Any]) -> Any:
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return _schema(schemas[name], schemas) if name in schemas else _model(name)
    comparable: dict[str, Any] = {}
    for keyword, value in schema.items():
        match keyword:
            case "title" | "description" if isinstance(value, str):
                continue
            case "properties":
                comparable[keyword] = {name: _schema(inner, schemas) for name, inner in value.items()}
            case "const":
                comparable["enum"] = [value]
            case "required":
                comparable[keyword] = sorted(value)
            case "anyOf" | "oneOf" | "allOf":
                comparable[keyword] = [_schema(inner, schemas) for inner in value]
            case "items":
                comparable[keyword] = _schema(value, schemas)
            case "minLength" if value == 0:
                continue
            case _:
                comparable[keyword] = value
    return comparable


def _model(name: str) -> Any:
    """A shape that FastAPI's document only refers to, as problems are: then it is what the generated model says."""
    shape: Any = SHAPES[name]
    schema = TypeAdapter(shape).json_schema(ref_template="#/components/schemas/{model}")
    return _schema(schema, schema.pop("$defs", {}))

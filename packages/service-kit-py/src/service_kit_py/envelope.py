"""The JSON text of a queue message: what happened, to which tenant, in which trace."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError


class Envelope(Protocol):
    """What the model of every event has; `data` differs."""

    @property
    def id(self) -> str: ...
    @property
    def tenant_id(self) -> str: ...


EventModel = TypeVar("EventModel", bound=BaseModel)


class EnvelopeError(Exception):
    """The text is not the event that its queue carries.

    `reason` is invalid_json, unknown_event_type or invalid_event; the message says what is wrong.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class OutboxRow:
    event_id: str
    type: str
    tenant_id: str
    payload: dict[str, Any]
    traceparent: str | None
    created_at: datetime


def encode_envelope(row: OutboxRow) -> str:
    envelope = {
        "id": row.event_id,
        "type": row.type,
        "tenantId": row.tenant_id,
        "occurredAt": row.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "traceparent": row.traceparent,
        "data": row.payload,
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))


def decode_envelope(text: str, model: type[EventModel], event_type: str) -> EventModel:
    """The event in `text`, which must be of `event_type` and satisfy its contract. Raises EnvelopeError."""
    try:
        message = json.loads(text)
    except ValueError as error:
        raise EnvelopeError("invalid_json", "the body is no JSON") from error
    found = message.get("type") if isinstance(message, dict) else None
    if found != event_type:
        raise EnvelopeError("unknown_event_type", f"expected {event_type}, got {found!r:.100}")
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        places = ("/".join(map(str, fault["loc"])) + ": " + fault["msg"] for fault in faults[:5])
        raise EnvelopeError("invalid_event", "; ".join(places)) from error

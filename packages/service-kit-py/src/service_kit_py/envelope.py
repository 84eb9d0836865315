"""The JSON text of a queue message: what happened, to which tenant, in which trace."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from service_kit_py.queue_message import Event


class EnvelopeError(Exception):
    """The text is no envelope."""


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


def decode_envelope(text: str) -> Event:
    """:raises EnvelopeError: naming the member that is missing or wrong"""
    try:
        envelope = json.loads(text)
    except ValueError as error:
        raise EnvelopeError(f"not JSON: {error}") from error
    if not isinstance(envelope, dict):
        raise EnvelopeError("expected an object")
    return Event(
        event_id=_uuid(envelope, "id"),
        type=_text(envelope, "type"),
        tenant_id=_uuid(envelope, "tenantId"),
        data=_object(envelope, "data"),
    )


def _text(envelope: dict[str, Any], member: str) -> str:
    value = envelope.get(member)
    if not isinstance(value, str) or value == "":
        raise EnvelopeError(f"{member}: expected a text")
    return value


def _uuid(envelope: dict[str, Any], member: str) -> str:
    try:
        return str(UUID(_text(envelope, member)))
    except ValueError as error:
        raise EnvelopeError(f"{member}: expected a UUID") from error


def _object(envelope: dict[str, Any], member: str) -> dict[str, Any]:
    value = envelope.get(member)
    if not isinstance(value, dict):
        raise EnvelopeError(f"{member}: expected an object")
    return value

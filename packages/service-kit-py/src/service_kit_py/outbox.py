"""The transactional outbox: an event is stored with the change it tells of, and sent afterwards."""

from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from service_kit_py.trace_context import current_trace


def append_to_outbox(connection: Connection[TupleRow], tenant_id: UUID | str, event: str, data: dict[str, Any]) -> UUID:
    """Stores `event` in the tenant's open transaction; the relay sends it once that has committed."""
    event_id = uuid4()
    trace = current_trace()
    connection.execute(
        "insert into outbox (tenant_id, event_id, type, payload, traceparent) values (%s, %s, %s, %s, %s)",
        [str(tenant_id), event_id, event, Jsonb(data), trace.traceparent if trace else None],
    )
    return event_id

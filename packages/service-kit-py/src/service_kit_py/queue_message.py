"""What a queue consumer hands to its handler, and what it gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """A received message. `attempt` counts from 1 and includes this one."""

    message_id: str
    receipt_handle: str
    body: str
    attempt: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Those of type String."""


@dataclass(frozen=True, slots=True)
class Poison:
    """A message that no further attempt can handle; it goes to the dead-letter queue with `reason`, snake_case."""

    reason: str
    detail: str = ""

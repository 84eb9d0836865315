"""Who calls, as a verified access token says."""

from dataclasses import dataclass

ROLES = ("viewer", "analyst", "admin")


@dataclass(frozen=True, slots=True)
class Principal:
    tenant_id: str
    user_id: str
    """The user's id, or the API key's."""
    role: str
    """One of ROLES."""
    name: str
    """For people to read, in audit entries."""

import hashlib
from json import JSONEncoder
from uuid import UUID

from .entry import Entry

_encode = JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


def fingerprint(entry: Entry, source_kind: str) -> bytes:
    """32 bytes of SHA-256 over what makes an entry that entry; file, line and account name stay out of it.

    The digest is taken over a JSON array, which no text inside a field can imitate.
    """
    fields = [
        entry.account_identifier,
        source_kind,
        entry.booking_date.isoformat(),
        None if entry.value_date is None else entry.value_date.isoformat(),
        str(entry.amount_minor),
        entry.currency,
        entry.reference,
        entry.bank_reference,
        entry.counterparty_name,
        entry.counterparty_account,
        entry.description,
        entry.transaction_code,
    ]
    return hashlib.sha256(_encode(fields).encode("ascii")).digest()


def transaction_id(tenant_id: UUID, entry_fingerprint: bytes, occurrence: int) -> UUID:
    """RFC 9562 version 5, namespace `tenant_id`, name `<fingerprint hex>:<occurrence>`: the same on re-delivery."""
    name = f"{entry_fingerprint.hex()}:{occurrence}".encode("ascii")
    digest = hashlib.sha1(tenant_id.bytes + name, usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)

"""Verification of access tokens against the keys that auth-service publishes."""

import threading
import time
from typing import Any, Protocol

import jwt

from service_kit_py.principal import ROLES, Principal

AUDIENCE = "fintrack"
KEYS_TIMEOUT_S = 3
KEYS_LIFESPAN_S = 600
# A token of an unknown key makes us look for new keys, this often at most.
KEYS_COOLDOWN_S = 30.0
CLOCK_TOLERANCE_S = 5
# A token of ours has some 500 characters.
TOKEN_LENGTH_MAX = 4096


class InvalidTokenError(Exception):
    """Malformed, expired, of another issuer or audience, not signed by a published key, or naming no principal."""


class KeysUnavailableError(Exception):
    """The published keys could not be read, so no token can be judged."""


class AccessTokens(Protocol):
    def verify(self, token: str) -> Principal:
        """Raises InvalidTokenError or KeysUnavailableError."""
        ...


class JwksAccessTokens:
    """ES256 access tokens: signature, issuer, audience, expiry, and that the claims name a principal."""

    def __init__(self, jwks_url: str, issuer: str) -> None:
        self._client = jwt.PyJWKClient(jwks_url, lifespan=KEYS_LIFESPAN_S, timeout=KEYS_TIMEOUT_S)
        self._issuer = issuer
        self._refresh = threading.Lock()
        self._refreshed_at = float("-inf")

    def verify(self, token: str) -> Principal:
        if len(token) > TOKEN_LENGTH_MAX:
            raise InvalidTokenError("too long")
        try:
            claims = jwt.decode(
                token,
                self._key(jwt.get_unverified_header(token).get("kid")),
                algorithms=["ES256"],
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=CLOCK_TOLERANCE_S,
                options={"require": ["exp", "iss", "aud", "sub", "tid", "role"]},
            )
        except jwt.InvalidTokenError as error:
            raise InvalidTokenError(str(error)) from error
        except (jwt.PyJWKClientError, jwt.PyJWKSetError, jwt.PyJWKError) as error:
            raise KeysUnavailableError(str(error)) from error
        return _principal(claims)

    def _key(self, key_id: object) -> jwt.PyJWK:
        key = self._find(key_id, refresh=False)
        if key is None:
            with self._refresh:
                if time.monotonic() - self._refreshed_at >= KEYS_COOLDOWN_S:
                    self._refreshed_at = time.monotonic()
                    key = self._find(key_id, refresh=True)
        if key is None:
            raise InvalidTokenError("signed by no published key")
        return key

    def _find(self, key_id: object, *, refresh: bool) -> jwt.PyJWK | None:
        keys = self._client.get_signing_keys(refresh=refresh)
        return next((key for key in keys if key.key_id == key_id), None)


def _principal(claims: dict[str, Any]) -> Principal:
    tenant_id, user_id, role, name = (claims.get(claim) for claim in ("tid", "sub", "role", "name"))
    if not (isinstance(tenant_id, str) and isinstance(user_id, str) and role in ROLES):
        raise InvalidTokenError("the claims name no principal")
    return Principal(tenant_id, user_id, role, name if isinstance(name, str) else user_id)

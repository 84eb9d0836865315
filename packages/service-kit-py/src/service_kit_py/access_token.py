"""Verification of access tokens against auth-service's published keys."""

from dataclasses import dataclass
from typing import Any, Protocol

import jwt

AUDIENCE = "fintrack"
KEYS_LIFESPAN_S = 300.0
KEYS_TIMEOUT_S = 5.0
CLOCK_SKEW_S = 5.0
ROLES = ("viewer", "analyst", "admin")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who calls: claims `tid`, `sub`, `role` and `name` of a verified access token."""

    tenant_id: str
    subject: str
    role: str
    name: str

    def may_act_as(self, role: str) -> bool:
        """Whether this role includes `role`: admin includes analyst, which includes viewer."""
        return ROLES.index(self.role) >= ROLES.index(role)


class TokenError(Exception):
    """The token is malformed, expired, of another issuer or audience, or not signed by a known key."""


class KeysUnavailableError(Exception):
    """The published keys could not be read, so no token can be judged."""


class AccessTokens(Protocol):
    def verify(self, token: str) -> Actor: ...


class JwksAccessTokens:
    """ES256 tokens by the keys at `jwks_url`, which are kept for 5 minutes and read again for an unknown key id."""

    def __init__(self, jwks_url: str, issuer: str) -> None:
        self._keys = jwt.PyJWKClient(jwks_url, lifespan=KEYS_LIFESPAN_S, timeout=KEYS_TIMEOUT_S)  # type: ignore[arg-type]
        self._issuer = issuer

    def verify(self, token: str) -> Actor:
        """:raises TokenError: or KeysUnavailableError"""
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims = jwt.decode(
                token,
                key,
                algorithms=["ES256"],
                audience=AUDIENCE,
                issuer=self._issuer,
                leeway=CLOCK_SKEW_S,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise KeysUnavailableError(str(error)) from error
        except (jwt.InvalidTokenError, jwt.PyJWKClientError, jwt.PyJWKError) as error:
            raise TokenError(str(error)) from error
        return _actor(claims)


def _actor(claims: dict[str, Any]) -> Actor:
    tenant_id, subject, role, name = (claims.get(claim) for claim in ("tid", "sub", "role", "name"))
    if not (isinstance(tenant_id, str) and isinstance(subject, str) and role in ROLES):
        raise TokenError("the token lacks a tenant, a subject or a known role")
    return Actor(tenant_id=tenant_id, subject=subject, role=role, name=name if isinstance(name, str) else "")

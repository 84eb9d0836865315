"""The FastAPI dependency that admits a request by its bearer token."""

import logging
import re
from collections.abc import Callable
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPBearer
from fastapi.security.base import SecurityBase

from service_kit_py.access_tokens import AccessTokens, InvalidTokenError, KeysUnavailableError
from service_kit_py.principal import Principal
from service_kit_py.problem import ProblemError
from service_kit_py.trace_context import note_tenant

log = logging.getLogger(__name__)
_authorization = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]+)", re.IGNORECASE)


class _BearerToken(SecurityBase):
    """Documents the scheme as HTTPBearer does, and leaves the refusal to us: it answers 401 with a problem."""

    def __init__(self) -> None:
        self.model = HTTPBearer(bearerFormat="JWT").model
        self.scheme_name = "accessToken"

    def __call__(self, request: Request) -> str | None:
        match = _authorization.fullmatch(request.headers.get("authorization", ""))
        return None if match is None else match[1]


_bearer_token = _BearerToken()
Token = Annotated[str | None, Security(_bearer_token)]


def admit(tokens: AccessTokens, *roles: str) -> Callable[[str | None], Principal]:
    """A dependency that yields the caller, who must have one of `roles`.

    Problems: 401 unauthenticated, 403 forbidden, 503 unavailable.
    """

    def principal(token: Token) -> Principal:
        if token is None:
            raise ProblemError(401, "unauthenticated", "A bearer access token is required.", challenge("Bearer"))
        try:
            caller = tokens.verify(token)
        except InvalidTokenError as error:
            log.info("an access token was refused", extra={"reason": str(error)})
            detail = "The access token is invalid or has expired."
            raise ProblemError(401, "unauthenticated", detail, challenge('Bearer error="invalid_token"')) from error
        except KeysUnavailableError as error:
            log.warning("the keys of access tokens can't be read", extra={"reason": str(error)})
            detail = "Access tokens can't be verified at the moment."
            raise ProblemError(503, "unavailable", detail, {"retry-after": "5"}) from error
        note_tenant(caller.tenant_id)
        if caller.role not in roles:
            raise ProblemError(403, "forbidden", f"One of the roles {', '.join(roles)} is required.")
        return caller

    return principal


def challenge(value: str) -> dict[str, str]:
    return {"www-authenticate": value}

"""The FastAPI dependency that admits a request by its bearer token."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service_kit_py.access_token import AccessTokens, Actor, KeysUnavailableError, TokenError
from service_kit_py.problem import ProblemError
from service_kit_py.trace_context import note_tenant

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", scheme_name="bearer")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def admit(tokens: AccessTokens, role: str) -> Callable[[HTTPAuthorizationCredentials | None], Actor]:
    """A dependency that yields the caller, who must have at least `role`.

    Fails with 401 `unauthenticated`, 403 `forbidden` or 503 `keys_unavailable`.
    """

    def caller(credentials: Credentials) -> Actor:
        if credentials is None:
            raise ProblemError(401, "unauthenticated", "A bearer access token is required.")
        try:
            actor = tokens.verify(credentials.credentials)
        except TokenError as error:
            raise ProblemError(401, "unauthenticated", "The access token is invalid or has expired.") from error
        except KeysUnavailableError as error:
            raise ProblemError(503, "keys_unavailable", "Access tokens can't be verified at the moment.") from error
        note_tenant(actor.tenant_id)
        if not actor.may_act_as(role):
            raise ProblemError(403, "forbidden", f"The role {role} is required.")
        return actor

    return caller

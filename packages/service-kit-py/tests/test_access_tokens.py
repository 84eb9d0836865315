import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient

from service_kit_py.access_tokens import InvalidTokenError, JwksAccessTokens, KeysUnavailableError
from service_kit_py.app import create_app
from service_kit_py.authentication import admit
from service_kit_py.contract import Contract
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.principal import Principal
from service_kit_py.testing.token_issuer import ISSUER, TokenIssuer, running_token_issuer

TENANT = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def issuer() -> Iterator[TokenIssuer]:
    with running_token_issuer() as issuer:
        yield issuer


def test_yields_the_principal_of_a_good_token(issuer: TokenIssuer) -> None:
    principal = JwksAccessTokens(issuer.url, ISSUER).verify(issuer.token())
    assert principal == Principal(tenant_id=TENANT, user_id="user-1", role="analyst", name="Ada")


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"exp": int(time.time()) - 60},
        {"exp": None},
        {"tid": None},
        {"role": "owner"},
        {"sub": None},
    ],
)
def test_refuses_a_token_with_a_wrong_claim(issuer: TokenIssuer, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidTokenError):
        JwksAccessTokens(issuer.url, ISSUER).verify(issuer.token(**changed))


@pytest.mark.parametrize(
    "forge",
    [
        lambda _issuer: "nonsense",
        lambda issuer: issuer.token() + "A" * 5000,
        lambda issuer: issuer.token()[:-4] + "AAAA",
        lambda _issuer: jwt.encode({"sub": "x"}, None, algorithm="none"),
        lambda _issuer: jwt.encode({"sub": "x"}, "k" * 32, algorithm="HS256", headers={"kid": "key-1"}),
    ],
)
def test_refuses_a_forged_token(issuer: TokenIssuer, forge: Callable[[TokenIssuer], str]) -> None:
    with pytest.raises(InvalidTokenError):
        JwksAccessTokens(issuer.url, ISSUER).verify(forge(issuer))


def test_takes_up_a_new_key_but_looks_for_one_only_so_often(issuer: TokenIssuer) -> None:
    tokens = JwksAccessTokens(issuer.url, ISSUER)
    tokens.verify(issuer.token())
    issuer.keys["key-2"] = ec.generate_private_key(ec.SECP256R1())
    assert tokens.verify(issuer.token("key-2")).user_id == "user-1"
    issuer.keys["key-3"] = ec.generate_private_key(ec.SECP256R1())
    for _ in range(3):
        with pytest.raises(InvalidTokenError):
            tokens.verify(issuer.token("key-3"))
    assert issuer.requests == 2


def test_tells_unreadable_keys_from_a_bad_token(issuer: TokenIssuer) -> None:
    with pytest.raises(KeysUnavailableError):
        JwksAccessTokens("http://127.0.0.1:9/jwks.json", ISSUER).verify(issuer.token())


class TestAdmit:
    @pytest.fixture
    def client(self, issuer: TokenIssuer) -> TestClient:
        app = create_app(Contract("transaction-worker"), "1", ServiceMetrics("example-service"), {})
        self.add_route(app, issuer.url)
        return TestClient(app)

    def add_route(self, app: FastAPI, url: str) -> None:
        principal = Depends(admit(JwksAccessTokens(url, ISSUER), "analyst", "admin"))

        @app.get("/api/name")
        def name(caller: Principal = principal) -> str:
            return caller.name

    def test_admits_one_of_the_roles(self, client: TestClient, issuer: TokenIssuer) -> None:
        assert client.get("/api/name", headers={"authorization": f"bearer {issuer.token()}"}).json() == "Ada"

    def test_refuses_another_role(self, client: TestClient, issuer: TokenIssuer) -> None:
        answer = client.get("/api/name", headers={"authorization": f"Bearer {issuer.token(role='viewer')}"})
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")

    @pytest.mark.parametrize("authorization", ["", "Basic abc", "Bearer nonsense", "Bearer a b"])
    def test_challenges_who_has_no_good_token(self, client: TestClient, authorization: str) -> None:
        answer = client.get("/api/name", headers={"authorization": authorization})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["www-authenticate"].startswith("Bearer")

    def test_says_unavailable_when_the_keys_are(self, issuer: TokenIssuer) -> None:
        app = create_app(Contract("transaction-worker"), "1", ServiceMetrics("example-service"), {})
        self.add_route(app, "http://127.0.0.1:9/jwks.json")
        answer = TestClient(app).get("/api/name", headers={"authorization": f"Bearer {issuer.token()}"})
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")

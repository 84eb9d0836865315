"""POST /api/anomalies/score on a real PostgreSQL, with tokens of a real key."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from service_kit_py.access_tokens import JwksAccessTokens
from service_kit_py.config import Config
from service_kit_py.contracts import Problem, ScoreResponse
from service_kit_py.database import Database, open_database
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.testing.backing_services import BackingServices
from service_kit_py.testing.token_issuer import ISSUER, TokenIssuer

from ml_anomaly_detector.main import SERVICE, make_app

DAY = date.today() - timedelta(days=30)  # noqa: DTZ011 - partitions are made around the database's today
PATH = "/api/anomalies/score"


@pytest.fixture(scope="module")
def metrics() -> ServiceMetrics:
    return ServiceMetrics(SERVICE)


@pytest.fixture(scope="module")
def database(backing_services: BackingServices, metrics: ServiceMetrics) -> Iterator[Database]:
    environment = backing_services.service_environment()
    values: dict[str, Any] = {**environment, "DB_PORT": int(environment["DB_PORT"]), "DB_POOL_MAX": 4}
    config = Config({**values, "DB_TLS": False, "DB_STATEMENT_TIMEOUT_MS": 10_000})
    with open_database(config, SERVICE, metrics) as database:
        yield database


@pytest.fixture(scope="module")
def client(database: Database, metrics: ServiceMetrics, token_issuer: TokenIssuer) -> TestClient:
    app = make_app(database, JwksAccessTokens(token_issuer.url, ISSUER), metrics)
    return TestClient(app, raise_server_exceptions=False)


class Ledger:
    """Transactions of one tenant, in rising days."""

    def __init__(self, url: str, tenant_id: UUID) -> None:
        self.url = url
        self.tenant_id = tenant_id
        self.account_id = uuid4()

    def add(self, *amounts: int, currency: str = "EUR", account_id: UUID | None = None) -> list[str]:
        ids = [uuid4() for _ in amounts]
        with psycopg.connect(self.url, options="-c search_path=fintrack") as connection:
            connection.execute("select set_config('fintrack.tenant_id', %s, true)", [str(self.tenant_id)])
            connection.cursor().executemany(
                "insert into transactions (tenant_id, transaction_id, account_id, statement_id, amount_minor,"
                " booking_date, occurrence, source_kind, currency, fingerprint)"
                " values (%s, %s, %s, %s, %s, %s, 1, 'bank', %s, %s)",
                [
                    [
                        *(self.tenant_id, transaction_id, account_id or self.account_id, uuid4(), amount),
                        *(DAY + timedelta(days=index // 50), currency, sha256(transaction_id.bytes).digest()),
                    ]
                    for index, (transaction_id, amount) in enumerate(zip(ids, amounts, strict=True))
                ],
            )
        return [str(transaction_id) for transaction_id in ids]


@pytest.fixture
def ledger(backing_services: BackingServices, tenant_id: UUID) -> Ledger:
    return Ledger(backing_services.app_url, tenant_id)


@pytest.fixture
def headers(token_issuer: TokenIssuer, tenant_id: UUID) -> dict[str, str]:
    return {"authorization": f"Bearer {token_issuer.token(tid=str(tenant_id), role='viewer')}"}


def problem(answer: Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    found = Problem.model_validate_json(answer.content)
    assert found.status == answer.status_code
    return found.status, found.code


class Test200:
    def test_scores_in_the_order_asked_for_and_says_why(
        self, client: TestClient, ledger: Ledger, headers: dict[str, str]
    ) -> None:
        usual = ledger.add(*range(9_900, 10_100, 2))
        [odd] = ledger.add(50_000)
        answer = client.post(PATH, json={"transactionIds": [odd, usual[50]]}, headers=headers)
        assert answer.status_code == 200
        body = ScoreResponse.model_validate_json(answer.content)
        assert [score.transaction_id for score in body.scores] == [odd, usual[50]]
        assert [score.unusual for score in body.scores] == [True, False]
        explanation = body.scores[0].explanation
        assert explanation.account_id == str(ledger.account_id)
        assert explanation.sample_count == 101
        assert (explanation.median.amount_minor, explanation.median.currency) == ("10000", "EUR")
        assert explanation.median_absolute_deviation.amount_minor == "50"
        assert [reason.code for reason in explanation.reasons] == ["amount_above_usual"]
        assert body.scores[0].score == pytest.approx(0.6745 * 40_000 / 100, abs=0.001)

    def test_compares_with_the_same_account_currency_and_direction_only(
        self, client: TestClient, ledger: Ledger, headers: dict[str, str]
    ) -> None:
        [asked, *_] = ledger.add(*[100] * 10)
        ledger.add(*[-900_000] * 40)
        ledger.add(*[900_000] * 40, currency="USD")
        ledger.add(*[900_000] * 40, account_id=uuid4())
        [score] = client.post(PATH, json={"transactionIds": [asked]}, headers=headers).json()["scores"]
        assert (score["explanation"]["sampleCount"], score["explanation"]["median"]["amountMinor"]) == (10, "100")

    def test_samples_the_newest_only(self, client: TestClient, ledger: Ledger, headers: dict[str, str]) -> None:
        ids = ledger.add(*[1] * 100, *[100] * 500)
        [score] = client.post(PATH, json={"transactionIds": [ids[0]]}, headers=headers).json()["scores"]
        assert (score["explanation"]["sampleCount"], score["explanation"]["median"]["amountMinor"]) == (500, "100")

    def test_names_ids_that_the_tenant_does_not_have(
        self, client: TestClient, ledger: Ledger, headers: dict[str, str], backing_services: BackingServices
    ) -> None:
        [own] = ledger.add(100)
        unknown = str(uuid4())
        body = client.post(PATH, json={"transactionIds": [unknown, own]}, headers=headers).json()
        assert [score["transactionId"] for score in body["scores"]] == [own]
        assert body["unknownIds"] == [unknown]

    def test_shows_nothing_of_another_tenant(
        self, client: TestClient, ledger: Ledger, token_issuer: TokenIssuer
    ) -> None:
        ids = ledger.add(*[100] * 10)
        other = {"authorization": f"Bearer {token_issuer.token(tid=str(uuid4()))}"}
        body = client.post(PATH, json={"transactionIds": ids}, headers=other).json()
        assert body == {"scores": [], "unknownIds": ids}

    def test_finds_a_transaction_that_a_pass_has_looked_at(
        self, client: TestClient, ledger: Ledger, headers: dict[str, str]
    ) -> None:
        ids = ledger.add(*[100] * 10)
        with psycopg.connect(ledger.url, options="-c search_path=fintrack") as connection:
            connection.execute("select set_config('fintrack.tenant_id', %s, true)", [str(ledger.tenant_id)])
            connection.execute(
                "insert into transaction_states (tenant_id, transaction_id, booking_date, state, reason,"
                " reconciliation_id, updated_at) values (%s, %s, %s, 'exception', 'no_counterpart', %s, now())",
                [ledger.tenant_id, ids[0], DAY, uuid4()],
            )
        body = client.post(PATH, json={"transactionIds": ids[:2]}, headers=headers).json()
        assert [score["transactionId"] for score in body["scores"]] == ids[:2]

    def test_scores_a_thousand_at_once(self, client: TestClient, ledger: Ledger, headers: dict[str, str]) -> None:
        ids = ledger.add(*range(1, 1001))
        body = client.post(PATH, json={"transactionIds": ids}, headers=headers).json()
        assert [score["transactionId"] for score in body["scores"]] == ids


class Test400:
    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"transactionIds": []},
            {"transactionIds": ["not-a-uuid"]},
            {"transactionIds": [str(UUID(int=1))] * 2},
            {"transactionIds": [str(UUID(int=number)) for number in range(1001)]},
            {"transactionIds": [str(UUID(int=1))], "surplus": 1},
        ],
    )
    def test_refuses_what_the_contract_does(
        self, client: TestClient, headers: dict[str, str], body: dict[str, Any]
    ) -> None:
        assert problem(client.post(PATH, json=body, headers=headers)) == (400, "invalid_request")


class Test401:
    def test_asks_for_a_token(self, client: TestClient) -> None:
        answer = client.post(PATH, json={"transactionIds": [str(uuid4())]})
        assert problem(answer) == (401, "unauthenticated")

    def test_refuses_an_expired_token(self, client: TestClient, token_issuer: TokenIssuer) -> None:
        headers = {"authorization": f"Bearer {token_issuer.token(exp=1)}"}
        answer = client.post(PATH, json={"transactionIds": [str(uuid4())]}, headers=headers)
        assert problem(answer) == (401, "unauthenticated")


class Test415:
    def test_takes_json_only(self, client: TestClient, headers: dict[str, str]) -> None:
        answer = client.post(PATH, content=b"a,b", headers={**headers, "content-type": "text/csv"})
        assert problem(answer) == (415, "unsupported_media_type")


class Test503:
    def test_says_unavailable_without_a_database(self, token_issuer: TokenIssuer, headers: dict[str, str]) -> None:
        address: dict[str, Any] = {"DB_HOST": "127.0.0.1", "DB_PORT": 9, "DB_NAME": "x", "DB_USER": "x"}
        config = Config(
            {**address, "DB_PASSWORD": "x", "DB_TLS": False, "DB_POOL_MAX": 1, "DB_STATEMENT_TIMEOUT_MS": 1000}
        )
        metrics = ServiceMetrics(SERVICE)
        database = open_database(config, SERVICE, metrics)
        database.timeout = 0.2
        with database:
            app = make_app(database, JwksAccessTokens(token_issuer.url, ISSUER), metrics)
            client = TestClient(app, raise_server_exceptions=False)
            answer = client.post(PATH, json={"transactionIds": [str(uuid4())]}, headers=headers)
            assert problem(answer) == (503, "unavailable")
            assert client.get("/ready").status_code == 503

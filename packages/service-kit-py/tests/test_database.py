import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg
import pytest

from service_kit_py.config import Config
from service_kit_py.database import connection_parameters, in_tenant, open_database
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.testing.backing_services import BackingServices


def config(**changed: Any) -> Config:
    values: dict[str, Any] = {
        "AWS_REGION": "us-east-1",
        "DB_HOST": "db.example",
        "DB_PORT": 5432,
        "DB_NAME": "fintrack",
        "DB_USER": "fintrack_app",
        "DB_PASSWORD": "local",
        "DB_TLS": True,
        "DB_POOL_MAX": 2,
        "DB_STATEMENT_TIMEOUT_MS": 1000,
        **changed,
    }
    return Config({key: value for key, value in values.items() if value is not None})


def test_verifies_certificate_and_host_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGSSLROOTCERT", raising=False)
    parameters = connection_parameters(config(), "test")
    assert (parameters["sslmode"], parameters["sslrootcert"]) == ("verify-full", "system")
    assert connection_parameters(config(DB_TLS=False), "test")["sslmode"] == "disable"


def test_logs_in_by_an_iam_token_without_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    token = connection_parameters(config(DB_PASSWORD=None), "test")["password"]
    query = parse_qs(urlsplit(f"https://{token}").query)
    assert token.startswith("db.example:5432/?")
    assert (query["Action"], query["DBUser"], query["X-Amz-Expires"]) == (["connect"], ["fintrack_app"], ["900"])
    assert connection_parameters(config(), "test")["password"] == "local"


class TestInTenant:
    @pytest.fixture
    def settings(self, backing_services: BackingServices) -> Config:
        environment = backing_services.service_environment()
        keys = ("DB_HOST", "DB_NAME", "DB_USER", "DB_PASSWORD")
        address = {key: environment[key] for key in keys}
        return config(**address, DB_PORT=int(environment["DB_PORT"]), DB_TLS=False)

    def test_sets_the_tenant_for_its_transaction_alone(self, settings: Config) -> None:
        tenant_id = uuid4()
        with open_database(settings, "test", ServiceMetrics("test")) as database:
            with in_tenant(database, tenant_id) as connection:
                assert connection.execute("select current_tenant()").fetchone() == (tenant_id,)
            with database.connection() as connection:
                assert connection.execute("select current_tenant()").fetchone() == (None,)

    def test_ends_a_statement_that_takes_too_long(self, settings: Config) -> None:
        with (
            open_database(settings, "test", ServiceMetrics("test")) as database,
            pytest.raises(psycopg.errors.QueryCanceled),
            in_tenant(database, uuid4()) as connection,
        ):
            connection.execute("select pg_sleep(5)")

    def test_counts_connections_by_state(self, settings: Config) -> None:
        metrics = ServiceMetrics("test")
        with open_database(settings, "test", metrics) as database, in_tenant(database, uuid4()):
            labels = {"service": "test", "state": "busy"}
            # A connection that the pool is still opening counts as busy too.
            deadline = time.monotonic() + 10
            while metrics.registry.get_sample_value("db_pool_connections", labels) != 1:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            assert metrics.registry.get_sample_value("db_pool_connections_max", {"service": "test"}) == 2

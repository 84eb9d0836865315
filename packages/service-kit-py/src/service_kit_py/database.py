"""PostgreSQL: a bounded pool, and transactions that see one tenant's rows."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from service_kit_py.aws import rds_client
from service_kit_py.config import Config
from service_kit_py.metrics import ServiceMetrics

CONNECT_TIMEOUT_S = 5
POOL_WAIT_S = 10.0

Database = ConnectionPool[Connection[TupleRow]]
"""A pool of connections whose rows are tuples."""


def open_database(config: Config, application: str, metrics: ServiceMetrics) -> Database:
    """A pool of at most DB_POOL_MAX connections, still closed; `open()` starts it without waiting for PostgreSQL.

    Without DB_PASSWORD each connection logs in by a fresh IAM token, since tokens last 15 minutes.
    """
    database: Database = ConnectionPool(
        kwargs=lambda: connection_parameters(config, application),
        min_size=1,
        max_size=config.integer("DB_POOL_MAX"),
        timeout=POOL_WAIT_S,
        # Shorter than any proxy's idle limit, and old connections follow a failover to the new primary.
        max_lifetime=1800.0,
        check=ConnectionPool.check_connection,
        open=False,
        name=application,
    )
    metrics.database_connections_max.set(database.max_size)
    for state, count in _counts.items():
        metrics.database_connections.follow(partial(_count, database, count), state=state)
    return database


# How to count the connections of each state from the pool's statistics.
_counts: dict[str, Callable[[dict[str, int]], int]] = {
    "idle": lambda stats: stats["pool_available"],
    "busy": lambda stats: stats["pool_size"] - stats["pool_available"],
    "waiting": lambda stats: stats["requests_waiting"],
}


def _count(database: Database, count: Callable[[dict[str, int]], int]) -> int:
    return count(database.get_stats())


def connection_parameters(config: Config, application: str) -> dict[str, Any]:
    """What libpq is told for one connection; with a fresh IAM token where there is no DB_PASSWORD."""
    timeout_ms = config.integer("DB_STATEMENT_TIMEOUT_MS")
    parameters: dict[str, Any] = {
        "host": config.text("DB_HOST"),
        "port": config.integer("DB_PORT"),
        "dbname": config.text("DB_NAME"),
        "user": config.text("DB_USER"),
        "password": config.optional_text("DB_PASSWORD") or _iam_token(config),
        "connect_timeout": CONNECT_TIMEOUT_S,
        "application_name": application,
        "options": f"-c search_path=fintrack -c TimeZone=UTC -c statement_timeout={timeout_ms}"
        f" -c idle_in_transaction_session_timeout={timeout_ms}",
        "sslmode": "disable",
    }
    if config.flag("DB_TLS"):
        parameters["sslmode"] = "verify-full"
        # The image puts Amazon's root certificates into the system's store.
        parameters["sslrootcert"] = os.environ.get("PGSSLROOTCERT", "system")
    return parameters


def _iam_token(config: Config) -> str:
    return rds_client(config.text("AWS_REGION")).generate_db_auth_token(
        DBHostname=config.text("DB_HOST"), Port=config.integer("DB_PORT"), DBUsername=config.text("DB_USER")
    )


@contextmanager
def in_tenant(database: Database, tenant_id: UUID | str) -> Iterator[Connection[TupleRow]]:
    """One transaction in which row-level security admits `tenant_id` alone; rolled back if its block raises."""
    with database.connection() as connection, connection.transaction():
        connection.execute("select set_config('fintrack.tenant_id', %s, true)", [str(tenant_id)])
        yield connection


def check_database(database: Database) -> None:
    """A readiness check: raises when PostgreSQL does not answer."""
    with database.connection(timeout=2.0) as connection:
        connection.execute("select 1")

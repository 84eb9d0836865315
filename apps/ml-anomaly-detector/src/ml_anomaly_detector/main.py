import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI
from service_kit_py.access_tokens import AccessTokens, JwksAccessTokens
from service_kit_py.app import create_app
from service_kit_py.authentication import admit
from service_kit_py.config import Config, ConfigError, parse_config
from service_kit_py.contract import Contract
from service_kit_py.contracts import ScoreRequest, ScoreResponse
from service_kit_py.database import Database, check_database, open_database
from service_kit_py.json_logging import configure_logging
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.principal import Principal
from service_kit_py.run_service import Part, run_service

from ml_anomaly_detector.http.score_transactions import score_transactions
from ml_anomaly_detector.store.postgres_transactions import PostgresTransactions

SERVICE = "ml-anomaly-detector"
SCHEMA = Path(__file__).parents[2] / "config.schema.json"


def run() -> None:
    """Runs the service until a signal."""
    try:
        config = parse_config(SCHEMA, os.environ)
    except ConfigError as error:
        sys.exit(str(error))
    configure_logging(SERVICE, config.text("LOG_LEVEL"))
    serve(config)


def serve(config: Config) -> None:
    metrics = ServiceMetrics(SERVICE)
    database = open_database(config, SERVICE, metrics)
    tokens = JwksAccessTokens(config.text("AUTH_JWKS_URL"), config.text("AUTH_ISSUER"))
    run_service(
        make_app(database, tokens, metrics),
        host=config.text("HOST"),
        port=config.integer("PORT"),
        grace_seconds=config.integer("SHUTDOWN_GRACE_MS") / 1000,
        parts=[Part("database", start=database.open, stop=lambda _seconds: database.close())],
    )


def make_app(database: Database, tokens: AccessTokens, metrics: ServiceMetrics) -> FastAPI:
    contract = Contract(SERVICE)
    release = version("fintrack-ml-anomaly-detector")
    app = create_app(contract, release, metrics, {"database": lambda: check_database(database)})
    operation = contract.operation("scoreTransactions")
    transactions = PostgresTransactions(database)
    caller = admit(tokens, *operation.roles)

    @app.post(operation.path, **operation.route)
    def score(request: ScoreRequest, principal: Annotated[Principal, Depends(caller)]) -> ScoreResponse:
        return score_transactions(transactions, principal, request)

    return app

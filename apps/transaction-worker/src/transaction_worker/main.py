import os
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

from service_kit_py.app import create_app
from service_kit_py.aws import s3_client, sqs_client
from service_kit_py.config import Config, ConfigError, parse_config
from service_kit_py.contract import Contract
from service_kit_py.contracts import StatementReceived
from service_kit_py.database import check_database, open_database
from service_kit_py.envelope import decode_envelope
from service_kit_py.json_logging import configure_logging
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.outbox_relay import OutboxRelay
from service_kit_py.queue_consumer import OnStep, QueueConsumer, no_step
from service_kit_py.run_service import Part, run_service

from transaction_worker.queue.attempts_max import attempts_max
from transaction_worker.queue.ingest_metrics import IngestMetrics
from transaction_worker.queue.ingest_statement import IngestStatement
from transaction_worker.store.postgres_statements import PostgresStatements
from transaction_worker.store.s3_statement_files import S3StatementFiles

SERVICE = "transaction-worker"
SCHEMA = Path(__file__).parents[2] / "config.schema.json"
# One reads its file while the other waits for PostgreSQL; Python runs one of them at a time.
WORKERS = 2
# A statement's own, and one that makes its partitions meanwhile. With fewer, all workers could wait for a second one.
CONNECTIONS_PER_WORKER = 2


def run(on_step: OnStep = no_step) -> None:
    """Runs the service until a signal. `on_step` hears of each step of a message; tests end the process there."""
    try:
        config = parse_config(SCHEMA, os.environ)
    except ConfigError as error:
        sys.exit(str(error))
    configure_logging(SERVICE, config.text("LOG_LEVEL"))
    serve(config, on_step)


def serve(config: Config, on_step: OnStep) -> None:
    metrics = ServiceMetrics(SERVICE)
    database = open_database(with_connections_for_workers(config), SERVICE, metrics)
    region = config.text("AWS_REGION")
    sqs = sqs_client(region)
    queues = {
        "transaction.ingested": [config.text("MATCHES_QUEUE_URL")],
        "statement.rejected": [config.text("NOTIFICATIONS_QUEUE_URL")],
    }
    relay = OutboxRelay(database, sqs, queues, metrics)
    statements = PostgresStatements(database, relay.nudge, on_step)
    files = S3StatementFiles(s3_client(region), config.text("STATEMENTS_BUCKET"), config.integer("STATEMENT_MAX_BYTES"))
    queue_url = config.text("TRANSACTIONS_QUEUE_URL")
    ingest = IngestStatement(statements, files, IngestMetrics(metrics), partial(attempts_max, sqs, queue_url))
    consumer = QueueConsumer(
        sqs,
        "transactions",
        queue_url,
        partial(decode_envelope, model=StatementReceived, event_type="statement.received"),
        ingest,
        metrics,
        workers=WORKERS,
        on_step=on_step,
    )
    readiness = {"database": lambda: check_database(database), "queue": consumer.check}
    app = create_app(Contract(SERVICE), version("fintrack-transaction-worker"), metrics, readiness)
    run_service(
        app,
        host=config.text("HOST"),
        port=config.integer("PORT"),
        grace_seconds=config.integer("SHUTDOWN_GRACE_MS") / 1000,
        parts=[
            Part("database", start=database.open, stop=lambda _seconds: database.close()),
            Part("outbox relay", start=relay.start, stop=relay.stop),
            Part("queue consumer", start=consumer.start, stop=consumer.stop),
        ],
    )


def with_connections_for_workers(config: Config) -> Config:
    """The configuration with a DB_POOL_MAX that is never too small for the workers."""
    connections = max(config.integer("DB_POOL_MAX"), WORKERS * CONNECTIONS_PER_WORKER)
    return Config({**config, "DB_POOL_MAX": connections})

from service_kit_py.metrics import MESSAGE_BUCKETS, ServiceMetrics


class IngestMetrics:
    """What became of statements, and how long that took."""

    def __init__(self, metrics: ServiceMetrics) -> None:
        self.statements = metrics.counter(
            "statements_total", "Statements settled, by outcome: imported, rejected.", ["format", "outcome"]
        )
        self.transactions = metrics.counter(
            "transactions_ingested_total", "Entries of imported statements, by outcome: new, duplicate.", ["outcome"]
        )
        self.duration = metrics.histogram(
            "statement_ingest_duration_seconds",
            "Time from receiving a statement's message to its commit.",
            ["outcome"],
            MESSAGE_BUCKETS,
        )

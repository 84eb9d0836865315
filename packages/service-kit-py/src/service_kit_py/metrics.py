"""Prometheus metrics that every service has; names, labels and buckets equal those of packages/service-kit."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector

# Seconds; 0.8 and 2.0 are the bounds of the latency objective and of HighTransactionLatency (decision 29).
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1.0, 2.0, 5.0, 10.0, 30.0)
# Seconds; a large statement takes minutes.
MESSAGE_BUCKETS = (0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0)


class ServiceMetrics:
    """One registry for a process, with the metrics of the kit in it; services add their own to `registry`.

    Every series carries the label `service`, which the metrics fill in themselves.
    """

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.http_request_duration = self.histogram(
            "http_request_duration_seconds",
            "Time from the request's arrival to the end of its response.",
            ["route", "method", "status"],
            LATENCY_BUCKETS,
        )
        self.database_connections = self.gauge(
            "db_pool_connections",
            "Connections to PostgreSQL by state: busy, idle; waiting counts requests for one.",
            ["state"],
        )
        self.database_connections_max = self.gauge("db_pool_connections_max", "Most connections the pool opens.")
        self.queue_messages = self.counter(
            "queue_messages_total",
            "Messages received, by outcome: handled, poison, failed (will be delivered again).",
            ["queue", "outcome"],
        )
        self.queue_message_duration = self.histogram(
            "queue_message_duration_seconds", "Time a message was worked on.", ["queue"], MESSAGE_BUCKETS
        )
        self.queue_messages_in_flight = self.gauge("queue_messages_in_flight", "Messages being worked on.", ["queue"])
        self.outbox_events = self.counter(
            "outbox_events_total",
            "Events taken from the outbox, by outcome: sent, failed (stay for the next round).",
            ["type", "outcome"],
        )

    def counter(self, name: str, meaning: str, labels: list[str] | None = None) -> "ServiceCounter":
        return ServiceCounter(
            Counter(name, meaning, ["service", *(labels or [])], registry=self.registry), self.service
        )

    def gauge(self, name: str, meaning: str, labels: list[str] | None = None) -> "ServiceGauge":
        return ServiceGauge(Gauge(name, meaning, ["service", *(labels or [])], registry=self.registry), self.service)

    def histogram(self, name: str, meaning: str, labels: list[str], buckets: tuple[float, ...]) -> "ServiceHistogram":
        metric = Histogram(name, meaning, ["service", *labels], buckets=buckets, registry=self.registry)
        return ServiceHistogram(metric, self.service)


class ServiceCounter:
    def __init__(self, metric: Counter, service: str) -> None:
        self._metric = metric
        self._service = service

    def add(self, amount: float = 1, **labels: str) -> None:
        self._metric.labels(service=self._service, **labels).inc(amount)


class ServiceGauge:
    def __init__(self, metric: Gauge, service: str) -> None:
        self._metric = metric
        self._service = service

    def add(self, amount: float, **labels: str) -> None:
        self._metric.labels(service=self._service, **labels).inc(amount)

    def follow(self, read: Callable[[], float], **labels: str) -> None:
        """Takes the value from `read` at each scrape."""
        self._metric.labels(service=self._service, **labels).set_function(read)

    def set(self, value: float, **labels: str) -> None:
        self._metric.labels(service=self._service, **labels).set(value)


class ServiceHistogram:
    def __init__(self, metric: Histogram, service: str) -> None:
        self._metric = metric
        self._service = service

    def observe(self, seconds: float, **labels: str) -> None:
        self._metric.labels(service=self._service, **labels).observe(seconds)

"""Prometheus metrics that every service has; names and buckets equal those of packages/service-kit."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector

# 0.8 and 2.0 are the objective and the alert's bound (decision 29).
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1.0, 2.0, 5.0, 10.0)


class ServiceMetrics:
    """One registry for a process, with the HTTP and queue metrics in it; services add their own to `registry`."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.http_request_duration = Histogram(
            "http_request_duration_seconds",
            "Seconds from receiving a request to its response.",
            ["service", "route", "method", "status"],
            buckets=LATENCY_BUCKETS,
            registry=self.registry,
        )
        self.queue_messages = Counter(
            "queue_messages_total",
            "Messages taken from a queue, by how they ended.",
            ["service", "queue", "outcome"],
            registry=self.registry,
        )
        self.queue_message_duration = Histogram(
            "queue_message_duration_seconds",
            "Seconds from receiving a message to its end.",
            ["service", "queue"],
            buckets=(*LATENCY_BUCKETS, 30.0, 60.0, 120.0),
            registry=self.registry,
        )
        self.outbox_sent = Counter(
            "outbox_events_sent_total",
            "Events sent from the outbox to a queue.",
            ["service", "event"],
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "queue_messages_in_flight",
            "Messages being handled now.",
            ["service", "queue"],
            registry=self.registry,
        )

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; 0.8 and 2.0 are the bounds of the latency objective and of HighTransactionLatency (decision 29). */
const latencyBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2, 5, 10, 30];
/** Seconds; a large statement takes minutes. */
const messageBuckets = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300];

/** What a service counts; every series carries the label `service`. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  // Among them nodejs_eventloop_lag_seconds and its percentiles.
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    service,
    registry,
    httpRequestDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request’s arrival to the end of its response.',
      labelNames: ['route', 'method', 'status'],
      buckets: latencyBuckets,
      registers,
    }),
    queueMessages: new Counter({
      name: 'queue_messages_total',
      help: 'Messages received, by outcome: handled, poison, failed (will be delivered again).',
      labelNames: ['queue', 'outcome'],
      registers,
    }),
    queueMessageDuration: new Histogram({
      name: 'queue_message_duration_seconds',
      help: 'Time a message was worked on.',
      labelNames: ['queue'],
      buckets: messageBuckets,
      registers,
    }),
    queueMessagesInFlight: new Gauge({ name: 'queue_messages_in_flight', help: 'Messages being worked on.', labelNames: ['queue'], registers }),
    outboxEvents: new Counter({
      name: 'outbox_events_total',
      help: 'Events taken from the outbox, by outcome: sent, failed (stay for the next round).',
      labelNames: ['type', 'outcome'],
      registers,
    }),
  };
}

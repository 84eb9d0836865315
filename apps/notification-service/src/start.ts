import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { operations } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import {
  createLogger, createMetrics, createServer, createSqsClient, createTokenVerifier, eventDecoder, openDatabase, parseConfig, QueueConsumer, type RunningService,
} from '@fintrack/service-kit';
import { v7 as newId } from 'uuid';
import schema from '../config.schema.json' with { type: 'json' };
import type { NotifiedEvent } from './domain/deliver-event.ts';
import { webhookHandlers } from './http/webhook-handlers.ts';
import { HttpWebhookSender } from './post/http-webhook-sender.ts';
import { SECRET_BYTES, secretText } from './post/sign-webhook.ts';
import { notifySubscribers } from './queue/notify-subscribers.ts';
import { DynamoDeliveries } from './store/dynamo-deliveries.ts';
import { PostgresWebhooks } from './store/postgres-webhooks.ts';
import { SecretSeal } from './store/secret-seal.ts';

const SERVICE = 'notification-service';
const VERSION = '0.0.0';
const ATTEMPT_TIMEOUT_MS = 10_000;
/** Each mostly waits for a subscriber. */
const EVENTS_AT_ONCE = 16;

export interface StartOptions {
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Whether answers are checked by contract; for tests. @default false */
  readonly checkResponses?: boolean;
}

export interface NotificationService extends RunningService {
  /** Base address of the HTTP server. */
  readonly address: string;
}

/** Starts the service: HTTP and the consumer of `notifications`. */
export async function start({ environment = process.env, checkResponses = false }: StartOptions = {}): Promise<NotificationService> {
  const config = parseConfig(schema, environment);
  const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL });
  const metrics = createMetrics(SERVICE);
  const database = openDatabase<Database>({ config, service: SERVICE, metrics, logger });
  const sqs = createSqsClient();
  const dynamo = new DynamoDBClient({ maxAttempts: 3, requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true } });
  const now = () => new Date();
  const webhooks = new PostgresWebhooks(database.db, new SecretSeal(config.WEBHOOK_SEALING_KEY));
  const deliveries = new DynamoDeliveries(dynamo, config.DELIVERIES_TABLE);
  const sender = new HttpWebhookSender({ allowPrivate: config.WEBHOOK_ALLOW_PRIVATE, timeoutMs: ATTEMPT_TIMEOUT_MS });

  const server = await createServer({
    service: SERVICE,
    version: VERSION,
    config, logger, metrics, checkResponses,
    operations: operations[SERVICE],
    handlers: webhookHandlers({ webhooks, deliveries, addresses: sender, now, newId, newSecret: () => randomBytes(SECRET_BYTES), secretText }),
    tokens: createTokenVerifier({ keys: new URL(config.AUTH_JWKS_URL), issuer: config.AUTH_ISSUER }),
    readiness: { database: () => database.ping() },
  });
  const consumer = new QueueConsumer<NotifiedEvent>({
    queue: 'notifications',
    queueUrl: config.NOTIFICATIONS_QUEUE_URL,
    sqs, logger, metrics,
    decode: eventDecoder('reconciliation.completed', 'statement.rejected'),
    handle: (event) => notifySubscribers(event, { webhooks, deliveries, sender, now }),
    concurrency: EVENTS_AT_ONCE,
    graceMs: config.SHUTDOWN_GRACE_MS,
  });
  const address = await server.listen();
  consumer.start();
  return {
    address,
    logger,
    graceMs: config.SHUTDOWN_GRACE_MS,
    stop: [[server, consumer], [database, { stop: async () => [sqs, dynamo].forEach((client) => client.destroy()) }]],
  };
}

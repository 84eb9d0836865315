import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startBackingServices } from '@fintrack/backing-services';
import type { EventOf, Role, WebhookEvent } from '@fintrack/contracts';
import { type Database, prepareDatabase } from '@fintrack/database';
import { createLogger, createMetrics, inTenant, openDatabase } from '@fintrack/service-kit';
import type { Kysely } from 'kysely';
import { v7 as newId } from 'uuid';
import { start } from '../src/index.ts';
import { startAccessTokens } from './access-tokens.ts';

export interface Client {
  readonly tenantId: string;
  readonly userId: string;
  /** Sends and reads JSON. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: any }>; // eslint-disable-line @typescript-eslint/no-explicit-any -- checked by contract on the server
}

export interface ServiceBed {
  readonly db: Kysely<Database>;
  /** A caller of a new tenant, or of `tenantId`. */
  readonly client: (options?: { tenantId?: string; role?: Role }) => Promise<Client>;
  readonly anonymous: Client['call'];
  readonly send: (body: string) => Promise<void>;
  readonly deadLetter: (waitSeconds?: number) => Promise<{ body: string; reason: string | undefined } | undefined>;
  readonly logItems: (tenantId: string) => Promise<Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
}

const table = 'notification-deliveries';

/** The service on a PostgreSQL, SQS and DynamoDB of its own, with every answer checked by contract. */
export async function startServiceBed({ allowPrivate = true } = {}): Promise<ServiceBed> {
  const backing = await startBackingServices({
    redis: false, durable: false,
    aws: {
      queues: [{ name: 'notifications', deadLetterName: 'notifications-dead-letter', visibilitySeconds: 10, attemptsMax: 3 }],
      tables: [{ name: table, partitionKey: 'tenant_id', sortKey: 'attempt_id' }],
    },
  });
  const tokens = await startAccessTokens();
  await prepareDatabase(backing.postgres, { appPassword: 'app' });
  Object.assign(process.env, backing.aws.environment);
  const { host, port } = backing.postgres;
  const environment = {
    HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', SHUTDOWN_GRACE_MS: '5000', AWS_REGION: 'us-east-1', DB_HOST: host, DB_PORT: String(port), DB_PASSWORD: 'app', DB_TLS: 'false',
    AUTH_JWKS_URL: tokens.jwksUrl, AUTH_ISSUER: tokens.issuer, NOTIFICATIONS_QUEUE_URL: backing.aws.queueUrl('notifications'), DELIVERIES_TABLE: table,
    WEBHOOK_SEALING_KEY: Buffer.alloc(32, 5).toString('base64'), WEBHOOK_ALLOW_PRIVATE: String(allowPrivate),
  };
  const service = await start({ environment, checkResponses: true });
  const config = {
    AWS_REGION: 'us-east-1', DB_HOST: host, DB_PORT: port, DB_NAME: 'fintrack', DB_USER: 'fintrack_app', DB_PASSWORD: 'app', DB_TLS: false, DB_POOL_MAX: 3, DB_STATEMENT_TIMEOUT_MS: 60_000,
  };
  const database = openDatabase<Database>({ config, service: 'test', metrics: createMetrics('test'), logger: createLogger({ service: 'test', level: 'error' }) });
  const sqs = new SQSClient({});
  const dynamo = new DynamoDBClient({});
  const callAs = (token: string | undefined): Client['call'] => (method, path, body) => send(`${service.address}${path}`, method, token, body);
  return {
    db: database.db,
    anonymous: callAs(undefined),
    client: async ({ tenantId = newId(), role = 'admin' } = {}) => {
      const userId = newId();
      await inTenant(database.db, tenantId, (transaction) =>
        transaction.insertInto('tenants').values({ tenant_id: tenantId, slug: `t-${tenantId.slice(-12)}`, name: 'Test' }).onConflict((conflict) => conflict.doNothing()).execute());
      return { tenantId, userId, call: callAs(tokens.tokenOf({ tenantId, userId, role })) };
    },
    send: async (body) => void (await sqs.send(new SendMessageCommand({ QueueUrl: backing.aws.queueUrl('notifications'), MessageBody: body }))),
    deadLetter: async (waitSeconds = 15) => {
      const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: backing.aws.queueUrl('notifications-dead-letter'), WaitTimeSeconds: waitSeconds, MessageAttributeNames: ['All'] }));
      return message && { body: message.Body ?? '', reason: message.MessageAttributes?.['reason']?.StringValue };
    },
    logItems: async (tenantId) => {
      const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: table }));
      return Items.filter((item) => item['tenant_id']?.S === tenantId);
    },
    stop: async () => {
      for (const phase of service.stop) await Promise.all(phase.map((member) => member.stop()));
      for (const client of [sqs, dynamo]) client.destroy();
      await database.stop();
      await tokens.stop();
      await backing.stop();
    },
  };
}

/** An event as the outbox relay sends it. */
export function eventOf(tenantId: string, type: WebhookEvent = 'statement.rejected'): EventOf<WebhookEvent> {
  const envelope = { id: newId(), tenantId, occurredAt: new Date().toISOString(), traceparent: null };
  if (type === 'statement.rejected') {
    return { ...envelope, type, data: { statementId: newId(), sourceKind: 'bank', fileName: 'a.csv', error: { code: 'amount_malformed', line: 3, field: 'amount', message: 'expected a number' } } };
  }
  const at = new Date().toISOString();
  const reconciliation = {
    reconciliationId: newId(), trigger: 'ingest' as const, requestedBy: null, startedAt: at, finishedAt: at, durationMs: 1,
    leftCount: 1, rightCount: 1, matchedCount: 2, suggestedCount: 0, exceptionCount: 0, byRule: [],
  };
  return { ...envelope, type, data: { reconciliation } };
}

async function send(url: string, method: string, token: string | undefined, body: unknown) {
  const response = await fetch(url, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

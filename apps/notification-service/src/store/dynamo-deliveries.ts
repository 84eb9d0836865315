import { type AttributeValue, type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Delivery } from '@fintrack/contracts';
import type { Attempt, Deliveries, DeliveryList, Notification } from '../domain/deliveries.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 90;
const ATTEMPT_DIGITS = 4;

/**
 * One item per attempt, under the tenant. Its sort key is webhook, event time, event and attempt, so that one
 * write is both the log and the proof that an event was taken, and a webhook's log is read newest first.
 */
export class DynamoDeliveries implements Deliveries {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async attempts(notification: Notification): Promise<readonly Pick<Attempt, 'attempt' | 'isFinal'>[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'tenant_id = :tenant and begins_with(attempt_id, :event)',
        ExpressionAttributeValues: { ':tenant': { S: notification.tenantId }, ':event': { S: `${eventKey(notification)}#` } },
        // What another instance has just delivered must be seen.
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => ({ attempt: numberOf(item, 'attempt'), isFinal: item['is_final']?.BOOL === true }));
  }

  async record(notification: Notification, attempt: Attempt): Promise<void> {
    const expiresAtSeconds = Math.floor((attempt.attemptedAt.getTime() + KEPT_DAYS * DAY_MS) / 1000);
    await this.#client.send(
      new PutItemCommand({
        TableName: this.#table,
        Item: {
          tenant_id: { S: notification.tenantId },
          attempt_id: { S: `${eventKey(notification)}#${String(attempt.attempt).padStart(ATTEMPT_DIGITS, '0')}` },
          webhook_id: { S: notification.webhookId },
          event_id: { S: notification.eventId },
          event_type: { S: notification.eventType },
          attempt: { N: String(attempt.attempt) },
          outcome: { S: attempt.outcome },
          is_final: { BOOL: attempt.isFinal },
          ...(attempt.statusCode === null ? {} : { status_code: { N: String(attempt.statusCode) } }),
          ...(attempt.error === null ? {} : { error: { S: attempt.error } }),
          duration_ms: { N: String(attempt.durationMs) },
          attempted_at: { S: attempt.attemptedAt.toISOString() },
          expires_at: { N: String(expiresAtSeconds) },
        },
      }),
    );
  }

  async list(tenantId: string, webhookId: string, limit: number, after?: string): Promise<DeliveryList> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'tenant_id = :tenant and begins_with(attempt_id, :webhook)',
        ExpressionAttributeValues: { ':tenant': { S: tenantId }, ':webhook': { S: `${webhookId}#` } },
        ScanIndexForward: false,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: { tenant_id: { S: tenantId }, attempt_id: { S: after } } }),
      }),
    );
    const next = LastEvaluatedKey?.['attempt_id']?.S;
    return { items: Items.map(deliveryOf), ...(next === undefined ? {} : { next }) };
  }
}

type Item = Record<string, AttributeValue>;

function eventKey({ webhookId, occurredAt, eventId }: Notification): string {
  return `${webhookId}#${occurredAt}#${eventId}`;
}

function deliveryOf(item: Item): Delivery {
  return {
    deliveryId: textOf(item, 'attempt_id'),
    webhookId: textOf(item, 'webhook_id'),
    eventId: textOf(item, 'event_id'),
    eventType: textOf(item, 'event_type') as Delivery['eventType'],
    attempt: numberOf(item, 'attempt'),
    outcome: textOf(item, 'outcome') as Delivery['outcome'],
    statusCode: item['status_code'] === undefined ? null : numberOf(item, 'status_code'),
    error: item['error']?.S ?? null,
    durationMs: numberOf(item, 'duration_ms'),
    attemptedAt: textOf(item, 'attempted_at'),
  };
}

function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw new Error(`a delivery item has no ${name}`);
  return text;
}

function numberOf(item: Item, name: string): number {
  return Number(item[name]?.N);
}

import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { inTenant } from '../database/in-tenant.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { OnStep } from './crash-step.ts';
import { eventBatches, type OutgoingEvent } from './event-batches.ts';
import type { EventType } from './event-decoder.ts';

export type RelayStep = 'locked' | 'sent' | 'deleted';

export interface OutboxRelayOptions<Tables> {
  readonly db: Kysely<Tables>;
  readonly sqs: SQSClient;
  /** The queues of each event type that this service publishes; rows of other types are left to their publishers. */
  readonly queueUrls: Readonly<Partial<Record<EventType, readonly string[]>>>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Milliseconds between looks for events that no nudge() told of, as after a crash. @default 1000 */
  readonly pollMs?: number;
  /** For tests that end the process. @default nothing */
  readonly onStep?: OnStep<RelayStep>;
}

interface OutboxRow {
  readonly event_id: string;
  readonly type: string;
  readonly payload: unknown;
  readonly traceparent: string | null;
  readonly created_at: Date;
}

const tenantsMax = 1000;
const rowsMax = 100;
const tenantsAtOnce = 4;

/**
 * Sends committed outbox rows to their queues and deletes each once every queue of its type has it.
 * Rows that another instance sends are skipped. A crash between sending and deleting sends twice;
 * the event's id is the same, and consumers are once in effect.
 */
export class OutboxRelay<Tables> {
  readonly #options: OutboxRelayOptions<Tables>;
  readonly #types: readonly string[];
  #loop: Promise<void> | undefined;
  #stopping = false;
  #nudged = false;
  #wake: () => void = () => undefined;

  constructor(options: OutboxRelayOptions<Tables>) {
    this.#options = options;
    this.#types = Object.keys(options.queueUrls);
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Sends without waiting for the next poll; called right after a commit. */
  nudge(): void {
    this.#nudged = true;
    this.#wake();
  }

  /** Sends what has been committed, then ends. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (;;) {
      const isLast = this.#stopping;
      this.#nudged = false;
      try {
        await this.#sendPending();
      } catch (error) {
        this.#options.logger.error({ err: error }, 'the outbox could not be sent; the next round tries again');
        if (!isLast) await this.#pause();
      }
      if (isLast) return;
      if (!this.#nudged && !this.#stopping) await this.#pause();
    }
  }

  /** Until the next poll, a nudge or stop(). */
  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#options.pollMs ?? 1000);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }

  async #sendPending(): Promise<void> {
    const { rows } = await sql<{ tenant_id: string }>`select tenant_id from fintrack.tenants_with_pending_outbox(${tenantsMax}) as tenant_id`.execute(this.#options.db);
    const tenants = rows.map(({ tenant_id }) => tenant_id).values();
    const work = async () => {
      for (const tenantId of tenants) while ((await this.#sendOfTenant(tenantId)) === rowsMax);
    };
    await Promise.all(Array.from({ length: Math.min(tenantsAtOnce, rows.length) }, work));
  }

  /** Sends a tenant's oldest events in one transaction; how many were sent. */
  #sendOfTenant(tenantId: string): Promise<number> {
    return inTenant(this.#options.db, tenantId, async (transaction) => {
      const { rows } = await sql<OutboxRow>`
        select event_id, type, payload, traceparent, created_at from outbox where type = any(${this.#types})
        order by created_at, event_id limit ${rowsMax} for update skip locked`.execute(transaction);
      if (rows.length === 0) return 0;
      await this.#options.onStep?.('locked');
      const sent = await this.#send(rows.map((row) => outgoing(tenantId, row)));
      await this.#options.onStep?.('sent');
      await this.#delete(transaction, sent);
      await this.#options.onStep?.('deleted');
      return sent.length;
    });
  }

  async #delete(transaction: Transaction<Tables>, sent: readonly OutgoingEvent[]): Promise<void> {
    if (sent.length === 0) return;
    await sql`delete from outbox where event_id = any(${sent.map(({ id }) => id)}::uuid[])`.execute(transaction);
    for (const { type } of sent) this.#options.metrics.outboxEvents.inc({ type, outcome: 'sent' });
  }

  /** The events that all of their queues have taken. */
  async #send(events: readonly OutgoingEvent[]): Promise<readonly OutgoingEvent[]> {
    const { logger, metrics } = this.#options;
    const failed = new Set<string>();
    for (const [queueUrl, queued] of this.#byQueue(events)) {
      for (const batch of eventBatches(queued)) {
        try {
          for (const id of await this.#sendBatch(queueUrl, batch)) failed.add(id);
        } catch (error) {
          logger.error({ err: error, queueUrl }, 'a queue did not take a batch of events');
          for (const { id } of batch) failed.add(id);
        }
      }
    }
    for (const { id, type } of events) if (failed.has(id)) metrics.outboxEvents.inc({ type, outcome: 'failed' });
    return events.filter(({ id }) => !failed.has(id));
  }

  #byQueue(events: readonly OutgoingEvent[]): Map<string, OutgoingEvent[]> {
    const byQueue = new Map<string, OutgoingEvent[]>();
    for (const event of events) {
      for (const queueUrl of this.#options.queueUrls[event.type as EventType] ?? []) {
        byQueue.set(queueUrl, [...(byQueue.get(queueUrl) ?? []), event]);
      }
    }
    return byQueue;
  }

  /** Ids that the queue refused. */
  async #sendBatch(queueUrl: string, batch: readonly OutgoingEvent[]): Promise<readonly string[]> {
    const entries = batch.map(({ id, body, traceparent }) => ({
      Id: id,
      MessageBody: body,
      ...(traceparent === null ? {} : { MessageAttributes: { traceparent: { DataType: 'String', StringValue: traceparent } } }),
    }));
    const { Failed = [] } = await this.#options.sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
    for (const { Id, Code, Message } of Failed) this.#options.logger.error({ queueUrl, eventId: Id, code: Code, reason: Message }, 'a queue refused an event');
    return Failed.flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
  }
}

/** The row in its envelope, as the contract has events. */
function outgoing(tenantId: string, { event_id, type, payload, traceparent, created_at }: OutboxRow): OutgoingEvent {
  const body = JSON.stringify({ id: event_id, type, tenantId, occurredAt: created_at.toISOString(), traceparent, data: payload });
  return { id: event_id, type, body, traceparent };
}

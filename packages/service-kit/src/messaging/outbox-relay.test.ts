import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type KitDatabase, type KitTables, recordingLogger, startKitDatabase } from '../../test/kit-database.ts';
import { type KitQueue, type KitQueues, startKitQueues, until } from '../../test/kit-queue.ts';
import { inTenant } from '../database/in-tenant.ts';
import { continueTrace, inTrace } from '../telemetry/trace-context.ts';
import { appendToOutbox } from './append-to-outbox.ts';
import { eventDecoder } from './event-decoder.ts';
import { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const otherTenant = '22222222-2222-4222-8222-222222222222';
const traceId = 'ab'.repeat(16);
let database: KitDatabase;
let queues: KitQueues;
let queue: KitQueue;
const running: OutboxRelay<KitTables>[] = [];
beforeAll(async () => {
  [database, queues] = await Promise.all([startKitDatabase(), startKitQueues()]);
});
afterAll(async () => {
  await Promise.all([database.stop(), queues.stop()]);
});
beforeEach(async () => void (queue = await queues.create()));
afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
  await database.asAdmin('delete from fintrack.outbox');
});

const data = () => ({ statementId: randomUUID(), sourceKind: 'bank' as const, entryCount: 1, newCount: 1, duplicateCount: 0 });
const append = (tenant = tenantId, eventId = randomUUID()) =>
  inTenant(database.db, tenant, (transaction) => appendToOutbox(transaction, { eventId, tenantId: tenant, type: 'transaction.ingested', data: data() }));
const rows = async () => (await database.asAdmin<{ count: string }>('select count(*) from fintrack.outbox')).map(({ count }) => Number(count))[0];

function makeRelay(options: Partial<Omit<OutboxRelayOptions<KitTables>, 'db'>> = {}) {
  const { logger, entries } = recordingLogger();
  const relay = new OutboxRelay<KitTables>({
    db: database.db, sqs: queues.sqs, queueUrls: { 'transaction.ingested': [queue.url] }, logger, metrics: database.metrics, pollMs: 60_000, ...options,
  });
  running.push(relay);
  relay.start();
  return { relay, entries };
}

describe('OutboxRelay', () => {
  it('sends a committed event in its envelope, with the trace that caused it, and deletes the row', async () => {
    const eventId = randomUUID();
    const trace = continueTrace(`00-${traceId}-${'cd'.repeat(8)}-01`);
    await inTrace(trace, () => append(tenantId, eventId));
    makeRelay();
    const [message] = await queue.drain(queue.url);
    const decoded = eventDecoder('transaction.ingested')(message?.Body ?? '');
    const traceparent = `00-${traceId}-${trace.spanId}-01`;
    expect(decoded).toMatchObject({ event: { id: eventId, tenantId, type: 'transaction.ingested', traceparent, data: { newCount: 1 } } });
    expect(message?.MessageAttributes?.['traceparent']?.StringValue).toBe(traceparent);
    await until(async () => (await rows()) === 0);
  });

  it('sends at once when nudged', async () => {
    const { relay } = makeRelay();
    await until(async () => (await rows()) === 0);
    await append();
    relay.nudge();
    expect(await queue.drain(queue.url)).toHaveLength(1);
  });

  it('finds by polling what no nudge told of', async () => {
    makeRelay({ pollMs: 50 });
    await append();
    expect(await queue.drain(queue.url)).toHaveLength(1);
  });

  it('sends nothing of a transaction that rolls back', async () => {
    const work = inTenant(database.db, tenantId, async (transaction) => {
      await appendToOutbox(transaction, { eventId: randomUUID(), tenantId, type: 'transaction.ingested', data: data() });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    makeRelay({ pollMs: 50 });
    expect(await queue.drain(queue.url)).toHaveLength(0);
  });

  it('sends the events of every tenant, more than one batch of them, each once', async () => {
    const sent = [...Array.from({ length: 23 }, () => [tenantId, randomUUID()] as const), [otherTenant, randomUUID()] as const];
    for (const [tenant, id] of sent) await append(tenant, id);
    makeRelay();
    makeRelay();
    const messages = await queue.drain(queue.url, 24);
    await until(async () => (await rows()) === 0);
    expect(messages.map(({ Body }) => (JSON.parse(Body ?? '') as { id: string }).id).sort()).toEqual(sent.map(([, id]) => id).sort());
    expect(await queue.drain(queue.url)).toHaveLength(0);
  });

  it('leaves events of other types to their publishers', async () => {
    await append();
    makeRelay({ queueUrls: { 'statement.received': [queue.url] }, pollMs: 20 });
    expect(await queue.drain(queue.url)).toHaveLength(0);
    expect(await rows()).toBe(1);
  });

  it('keeps what one of its queues did not take', async () => {
    await append();
    const { entries } = makeRelay({ queueUrls: { 'transaction.ingested': [queue.url, `${queue.url}-missing`] } });
    await until(() => entries.some(({ message }) => message === 'a queue did not take a batch of events'));
    expect(await rows()).toBe(1);
    await queue.drain(queue.url);
  });

  it('is never given an event that no queue would take', async () => {
    const tooLarge = { ...data(), sourceKind: 'x'.repeat(250_001) as 'bank' };
    const work = inTenant(database.db, tenantId, (transaction) => appendToOutbox(transaction, { eventId: randomUUID(), tenantId, type: 'transaction.ingested', data: tooLarge }));
    await expect(work).rejects.toThrow('expected at most 250000');
  });

  it('sends what is committed before it stops', async () => {
    const { relay } = makeRelay();
    await append();
    await relay.stop();
    expect(await rows()).toBe(0);
    expect(await queue.drain(queue.url)).toHaveLength(1);
  });

  it('goes on after the database was away', async () => {
    const steps: string[] = [];
    await append();
    makeRelay({
      pollMs: 50,
      onStep: (step) => {
        steps.push(step);
        if (steps.length === 1) throw new Error('away');
      },
    });
    expect(await queue.drain(queue.url)).toHaveLength(1);
    // The message is there before the row it came from is gone.
    await until(async () => steps.length >= 4);
    expect(steps).toEqual(['locked', 'locked', 'sent', 'deleted']);
  });
});

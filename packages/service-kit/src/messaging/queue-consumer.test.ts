import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventOf } from '@fintrack/contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { recordingLogger } from '../../test/kit-database.ts';
import { type KitQueue, type KitQueues, startKitQueues, until, visibility } from '../../test/kit-queue.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { currentTrace } from '../telemetry/trace-context.ts';
import { eventDecoder } from './event-decoder.ts';
import { QueueConsumer, type QueueConsumerOptions } from './queue-consumer.ts';

type Event = EventOf<'transaction.ingested'>;
const traceId = 'ab'.repeat(16);
const event = (newCount = 1): Event => ({
  id: randomUUID(), type: 'transaction.ingested', tenantId: randomUUID(), occurredAt: '2026-11-24T10:00:00.000Z', traceparent: `00-${traceId}-${'cd'.repeat(8)}-01`,
  data: { statementId: randomUUID(), sourceKind: 'bank', entryCount: newCount, newCount, duplicateCount: 0 },
});

let queues: KitQueues;
let queue: KitQueue;
const running: QueueConsumer<Event>[] = [];
beforeAll(async () => void (queues = await startKitQueues()));
afterAll(() => queues.stop());
beforeEach(async () => void (queue = await queues.create()));
afterEach(async () => void (await Promise.all(running.splice(0).map((consumer) => consumer.stop()))));
const depth = (url: string) => queue.depth(url);

function consume(options: Partial<QueueConsumerOptions<Event>> & Pick<QueueConsumerOptions<Event>, 'handle'>) {
  const { logger, entries } = recordingLogger();
  const metrics = createMetrics('kit');
  const consumer = new QueueConsumer<Event>({
    queue: 'things', queueUrl: queue.url, sqs: queues.sqs, logger, metrics, decode: eventDecoder('transaction.ingested'), graceMs: 1_000, ...options,
  });
  running.push(consumer);
  consumer.start();
  return { consumer, entries, metrics };
}

describe('QueueConsumer', () => {
  it('hands each event over once, in its trace and tenant, and deletes it', async () => {
    const sent = [event(1), event(2), event(3)];
    const seen: Event[] = [];
    const traces = new Set<string | undefined>();
    const { metrics } = consume({
      handle: async (received) => {
        seen.push(received);
        traces.add(currentTrace()?.traceId);
        expect(currentTrace()?.tenantId).toBe(received.tenantId);
        return { outcome: 'ok' };
      },
    });
    for (const one of sent) await queue.send(JSON.stringify(one));
    await until(async () => seen.length === 3 && (await depth(queue.url)) === 0);
    expect(seen).toEqual(expect.arrayContaining(sent));
    expect([...traces]).toEqual([traceId]);
    expect(await metrics.registry.getSingleMetricAsString('queue_messages_total')).toContain('{queue="things",outcome="handled",service="kit"} 3');
  });

  it.each([
    ['no JSON', '{', 'invalid_json'],
    ['an unknown type', JSON.stringify({ ...event(), type: 'moon.risen' }), 'unknown_event_type'],
    ['an envelope that breaks the contract', JSON.stringify({ ...event(), tenantId: 'x' }), 'invalid_event'],
    ['data that break the contract', JSON.stringify(event(-1)), 'invalid_event'],
  ])('moves %s to the dead-letter queue with its reason', async (_name, body, reason) => {
    await queue.send(body);
    let calls = 0;
    consume({ handle: async () => { calls += 1; return { outcome: 'ok' }; } });
    const [dead] = await queue.drain(queue.deadLetterUrl);
    expect(dead).toMatchObject({ Body: body, MessageAttributes: { reason: { StringValue: reason } } });
    expect(calls).toBe(0);
    await until(async () => (await depth(queue.url)) === 0);
  });

  it('moves what the handler calls poison to the dead-letter queue with its reason', async () => {
    await queue.send(JSON.stringify(event()));
    consume({ handle: async () => ({ outcome: 'poison', reason: 'unknown_statement' }) });
    const [dead] = await queue.drain(queue.deadLetterUrl);
    expect(dead?.MessageAttributes?.['reason']?.StringValue).toBe('unknown_statement');
  });

  it('delivers again what failed, later each time', async () => {
    await queue.send(JSON.stringify(event()));
    const attempts: number[] = [];
    const { entries } = consume({
      handle: async (_event, { attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) throw new Error('the database is away');
        return { outcome: 'ok' };
      },
    });
    await until(() => attempts.length === 2);
    expect(attempts).toEqual([1, 2]);
    expect(entries).toContainEqual(expect.objectContaining({ message: 'a message failed; it will be delivered again', attempt: 1, traceId }));
  });

  it('keeps a message to itself for as long as it works on it', async () => {
    await queue.send(JSON.stringify(event()));
    let calls = 0;
    consume({
      handle: async () => {
        calls += 1;
        await delay(visibility.seconds * 1000 * 1.8);
        return { outcome: 'ok' };
      },
    });
    await until(async () => calls > 0 && (await depth(queue.url)) === 0);
    expect(calls).toBe(1);
  });

  it('works on no more than `concurrency` messages at once', async () => {
    for (let index = 0; index < 6; index += 1) await queue.send(JSON.stringify(event()));
    let now = 0;
    let most = 0;
    let done = 0;
    consume({
      concurrency: 2,
      handle: async () => {
        most = Math.max(most, (now += 1));
        await delay(50);
        now -= 1;
        done += 1;
        return { outcome: 'ok' };
      },
    });
    await until(() => done === 6);
    expect(most).toBe(2);
  });

  it('gives a message up that takes longer than its limit', async () => {
    await queue.send(JSON.stringify(event()));
    const { entries } = consume({ messageTimeoutMs: 100, handle: () => new Promise(() => undefined) });
    await until(() => entries.some(({ message }) => message === 'a message failed; it will be delivered again'));
  });

  it('lets a running message finish when it stops, and takes no other', async () => {
    await queue.send(JSON.stringify(event()));
    let state = 'waiting';
    const { consumer } = consume({
      handle: async () => {
        state = 'running';
        await delay(300);
        state = 'done';
        return { outcome: 'ok' };
      },
    });
    await until(() => state === 'running');
    await consumer.stop();
    expect(state).toBe('done');
    expect(await depth(queue.url)).toBe(0);
  });

  it('leaves a message to SQS that outlasts the grace', async () => {
    await queue.send(JSON.stringify(event()));
    let isRunning = false;
    let reason: unknown;
    const { consumer } = consume({
      graceMs: 100,
      handle: async (_event, { signal }) => {
        isRunning = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        reason = signal.reason;
        throw new Error('stopped');
      },
    });
    await until(() => isRunning);
    const started = Date.now();
    await consumer.stop();
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(reason).toEqual(new Error('the service stops'));
    expect(await depth(queue.url)).toBe(1);
  });

  it('tells each step of a message’s way', async () => {
    await queue.send(JSON.stringify(event()));
    const steps: string[] = [];
    consume({ handle: async () => ({ outcome: 'ok' }), onStep: (step) => void steps.push(step) });
    await until(() => steps.includes('deleted'));
    expect(steps).toEqual(['received', 'handled', 'before_delete', 'deleted']);
  });

  it('goes on after a queue that does not answer', async () => {
    let calls = 0;
    const failing = Object.create(queues.sqs) as SQSClient;
    failing.send = ((...args: Parameters<SQSClient['send']>) => {
      if (!(args[0] instanceof ChangeMessageVisibilityCommand) && (calls += 1) === 1) return Promise.reject(new Error('ECONNREFUSED'));
      return queues.sqs.send(...args);
    }) as SQSClient['send'];
    await queue.send(JSON.stringify(event()));
    let handled = 0;
    const { entries } = consume({ sqs: failing, handle: async () => { handled += 1; return { outcome: 'ok' }; } });
    await until(() => handled === 1);
    expect(entries).toContainEqual(expect.objectContaining({ message: 'could not receive messages' }));
  });
});

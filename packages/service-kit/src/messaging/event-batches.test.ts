import { describe, expect, it } from '@jest/globals';
import { eventBatches } from './event-batches.ts';

const event = (id: string, bytes: number) => ({ id, type: 'transaction.ingested', body: 'x'.repeat(bytes), traceparent: null });
const ids = (sizes: readonly number[]) => eventBatches(sizes.map((bytes, index) => event(String(index), bytes))).map((batch) => batch.map(({ id }) => Number(id)));

describe('eventBatches', () => {
  it('puts ten events into a batch at most, in order', () => {
    expect(ids(Array.from({ length: 21 }, () => 1)).map(({ length }) => length)).toEqual([10, 10, 1]);
    expect(ids(Array.from({ length: 21 }, () => 1)).flat()).toEqual(Array.from({ length: 21 }, (_, index) => index));
  });
  it('keeps a batch under 256 KB', () => {
    expect(ids([200_000, 60_000, 3_000])).toEqual([[0, 1], [2]]);
    expect(ids([130_000, 130_000, 130_000])).toEqual([[0, 1], [2]]);
  });
  it('counts bytes, not characters', () => {
    expect(eventBatches([event('a', 1), { ...event('b', 1), body: '€'.repeat(87_400) }])).toHaveLength(2);
  });
  it('makes no batch of nothing', () => expect(eventBatches([])).toEqual([]));
});

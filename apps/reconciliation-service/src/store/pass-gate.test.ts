import { describe, expect, it } from '@jest/globals';
import { PassGate } from './pass-gate.ts';

describe('PassGate', () => {
  it('lets one pass of a tenant in at a time, in the order of arrival', async () => {
    const gate = new PassGate(5);
    const order: number[] = [];
    await gate.enter('a', 1000);
    const second = gate.enter('a', 1000).then(() => order.push(2));
    const third = gate.enter('a', 1000).then(() => order.push(3));
    expect(order).toEqual([]);
    gate.leave('a');
    await second;
    gate.leave('a');
    await third;
    expect(order).toEqual([2, 3]);
  });

  it('lets another tenant pass one that waits, up to the most passes', async () => {
    const gate = new PassGate(2);
    expect(await gate.enter('a', 1000)).toBe(true);
    const waiting = gate.enter('a', 1000);
    expect(await gate.enter('b', 1000)).toBe(true);
    expect(await gate.enter('c', 10)).toBe(false);
    gate.leave('a');
    expect(await waiting).toBe(true);
  });

  it('forgets who gave up waiting', async () => {
    const gate = new PassGate(1);
    await gate.enter('a', 1000);
    expect(await gate.enter('b', 5)).toBe(false);
    gate.leave('a');
    expect(await gate.enter('c', 5)).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ageDays, ageing } from './ageing.ts';

const at = new Date('2026-11-24T00:00:00.000Z');

describe('ageDays', () => {
  it.each([
    ['2026-11-24', 0],
    ['2026-11-23', 1],
    ['2025-11-24', 365],
    ['2026-11-25', 0],
  ])('of %s is %d', (bookingDate, days) => {
    expect(ageDays(bookingDate, at)).toBe(days);
  });

  it('changes at midnight UTC', () => {
    expect(ageDays('2026-11-23', new Date('2026-11-23T23:59:59.999Z'))).toBe(0);
    expect(ageDays('2026-11-23', new Date('2026-11-24T00:00:00.000Z'))).toBe(1);
  });
});

describe('ageing', () => {
  it('puts every day into one bucket, at both of its ends', () => {
    const ages = [0, 1, 2, 7, 8, 30, 31, 90, 91, 4000];
    const days = ages.map((age) => ({ bookingDate: new Date(at.getTime() - age * 86_400_000).toISOString().slice(0, 10), count: 10 }));
    expect(ageing(days, at)).toEqual([
      { fromDays: 0, toDays: 1, exceptionCount: 20 },
      { fromDays: 2, toDays: 7, exceptionCount: 20 },
      { fromDays: 8, toDays: 30, exceptionCount: 20 },
      { fromDays: 31, toDays: 90, exceptionCount: 20 },
      { fromDays: 91, toDays: null, exceptionCount: 20 },
    ]);
  });

  it('shows empty buckets', () => {
    expect(ageing([], at).map(({ exceptionCount }) => exceptionCount)).toEqual([0, 0, 0, 0, 0]);
  });
});

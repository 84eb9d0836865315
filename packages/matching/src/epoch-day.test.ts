import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromEpochDay, toEpochDay } from './epoch-day.ts';

describe('epoch days', () => {
  it.each([['1970-01-01', 0], ['1969-12-31', -1], ['2024-02-29', 19_782], ['2100-12-31', 47_846]])('%s is day %i', (date, day) => {
    expect([toEpochDay(date), fromEpochDay(day)]).toEqual([day, date]);
  });

  it('come back the same for every day from 1900 to 2200', () => {
    fc.assert(fc.property(fc.integer({ min: -25_567, max: 84_000 }), (day) => toEpochDay(fromEpochDay(day)) === day));
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-01-01T00:00', '', '0000-00-00'])('refuse %j', (text) => {
    expect(() => toEpochDay(text)).toThrow(RangeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDay } from './is-day.ts';
import { isInstant } from './is-instant.ts';
import { isStorableText } from './is-storable-text.ts';

describe('isDay', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '2026-04-30'])('accepts %s', (text) => expect(isDay(text)).toBe(true));
  it.each(['2026-02-30', '2025-02-29', '1900-02-29', '0000-01-01', '2026-13-01', '2026-00-01', '2026-01-00', '2026-04-31', '2026-1-1', '2026-01-01\n', '٢٠٢٦-٠١-٠١'])('refuses %j', (text) => expect(isDay(text)).toBe(false));

  it('agrees with the calendar of Date', () => {
    fc.assert(fc.property(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }), (year, month, day) => {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const date = new Date(Date.UTC(year, month - 1, day));
      expect(isDay(text)).toBe(date.toISOString().startsWith(text));
    }));
  });
});

describe('isInstant', () => {
  it('accepts what Date.toISOString writes', () => {
    fc.assert(fc.property(fc.date({ min: new Date('0001-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => isInstant(date.toISOString())));
  });
  it.each(['2026-01-01T24:00:00.000Z', '2026-01-01T23:59:60.000Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000+00:00', '2026-02-30T00:00:00.000Z', '2026-01-01T00:00:00.000Z\n'])('refuses %j', (text) => expect(isInstant(text)).toBe(false));
});

describe('isStorableText', () => {
  it.each(['', 'a', '😀', '\n', '\uffff'])('accepts %j', (text) => expect(isStorableText(text)).toBe(true));
  it.each(['\u0000', 'a\u0000', '\ud800', '\udc00\ud800'])('refuses %j', (text) => expect(isStorableText(text)).toBe(false));
});

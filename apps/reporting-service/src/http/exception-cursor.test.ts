import { expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor } from './exception-cursor.ts';

const position = { bookingDate: '2024-02-29', transactionId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b' };

it('comes back as it went, in characters that a URL takes', () => {
  const cursor = encodeCursor(position);
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeCursor(cursor)).toEqual(position);
});

it.each(['', 'x', '2026-02-31', '2025-02-29'])('refuses what is none: %j', (day) => {
  expect(decodeCursor(Buffer.from(day + position.transactionId).toString('base64url'))).toBeUndefined();
});

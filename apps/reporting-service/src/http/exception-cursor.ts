import type { ExceptionPosition } from '../domain/reports.ts';

const pattern = /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A position among exceptions as opaque text of URL-safe characters. */
export function encodeCursor({ bookingDate, transactionId }: ExceptionPosition): string {
  return Buffer.from(bookingDate + transactionId).toString('base64url');
}

/** Undefined for a text that is no cursor of exceptions. */
export function decodeCursor(cursor: string): ExceptionPosition | undefined {
  const [, bookingDate, transactionId] = pattern.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (bookingDate === undefined || transactionId === undefined) return undefined;
  // 31 February is none of PostgreSQL's days.
  return new Date(bookingDate).toISOString().startsWith(bookingDate) ? { bookingDate, transactionId } : undefined;
}

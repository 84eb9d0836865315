import { cursorOf } from './cursor.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const instant = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

export const statementCursor = cursorOf({ receivedAt: instant, statementId: uuid });
export const transactionCursor = cursorOf({ bookingDate: day, transactionId: uuid });
export const accountCursor = cursorOf({ sourceKind: /^(bank|processor|ledger)$/, identifier: /^[^\0]{1,64}$/u });
export const matchCursor = cursorOf({ createdAt: instant, matchId: uuid });

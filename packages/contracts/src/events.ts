import type { EventName } from '@fintrack/catalog';
import { Type, type Static, type TSchema } from 'typebox';
import { shape } from './shape.ts';
import { Instant, integer, nullable, oneOf, strict, text, Uuid } from './shapes/primitives.ts';
import { Reconciliation } from './shapes/reconciliation.ts';
import { StatementError } from './shapes/statements.ts';
import { SourceKind } from './shapes/vocabulary.ts';

/** W3C trace context of the request or message that caused the event. */
const traceparent = Type.String({ pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' });

/** `id` is the same on every delivery of an event, so consumers can tell a repetition. */
function event<const Name extends string, const Type extends EventName, Data extends TSchema>(name: Name, type: Type, description: string, data: Data) {
  return shape(name, description, strict({
    id: Uuid, type: oneOf([type]), tenantId: Uuid, occurredAt: Instant, traceparent: nullable(traceparent), data,
  }));
}

export const StatementReceived = event('StatementReceived', 'statement.received', 'A file lies in the statements bucket under `objectKey` and waits to be read.', strict({
  statementId: Uuid, sourceKind: SourceKind, objectKey: text(1024), sizeBytes: integer(0),
}));
export type StatementReceived = Static<typeof StatementReceived>;

export const StatementRejected = event('StatementRejected', 'statement.rejected', 'A file could not be read; nothing of it was stored.', strict({
  statementId: Uuid, sourceKind: SourceKind, fileName: text(255), error: StatementError,
}));
export type StatementRejected = Static<typeof StatementRejected>;

export const TransactionIngested = event('TransactionIngested', 'transaction.ingested', 'All new transactions of one statement are stored.', strict({
  statementId: Uuid, sourceKind: SourceKind, entryCount: integer(0), newCount: integer(0), duplicateCount: integer(0),
}));
export type TransactionIngested = Static<typeof TransactionIngested>;

export const ReconciliationCompleted = event('ReconciliationCompleted', 'reconciliation.completed', 'A reconciliation ran to its end and its matches and exceptions are stored.', strict({
  reconciliation: Reconciliation,
}));
export type ReconciliationCompleted = Static<typeof ReconciliationCompleted>;

/** The shape of every event that the catalog names; a name without a shape does not compile. */
export const events = {
  'statement.received': StatementReceived,
  'statement.rejected': StatementRejected,
  'transaction.ingested': TransactionIngested,
  'reconciliation.completed': ReconciliationCompleted,
} satisfies Record<EventName, TSchema>;

/** The event of a name, envelope and data. */
export type EventOf<Name extends EventName> = Static<(typeof events)[Name]>;
export type AnyEvent = { [Name in EventName]: EventOf<Name> }[EventName];

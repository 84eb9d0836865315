import type { ServiceName } from './service-name.ts';

export interface EventDefinition {
  readonly publishedBy: ServiceName;
  readonly meaning: string;
}

/** Every event, with the one service that publishes it. Shapes are in packages/contracts. */
export const events = {
  'statement.received': {
    publishedBy: 'reconciliation-service',
    meaning: 'A statement file lies in the statements bucket and waits to be read.',
  },
  'statement.rejected': {
    publishedBy: 'transaction-worker',
    meaning: 'A statement could not be read; nothing of it was stored.',
  },
  'transaction.ingested': {
    publishedBy: 'transaction-worker',
    meaning: 'All new transactions of one statement are stored.',
  },
  'reconciliation.completed': {
    publishedBy: 'reconciliation-service',
    meaning: 'A reconciliation ran to its end and its matches and exceptions are stored.',
  },
} as const satisfies Record<`${string}.${string}`, EventDefinition>;

export type EventName = keyof typeof events;
export const eventNames = Object.keys(events) as EventName[];

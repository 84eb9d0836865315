import type { EventOf } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { appendToOutbox, type EventType } from '@fintrack/service-kit';
import type { Transaction } from 'kysely';
import { newId } from '../new-id.ts';

/** Stores an event with the change it tells of. */
export function appendEvent<const Type extends EventType>(transaction: Transaction<Database>, tenantId: string, type: Type, data: EventOf<Type>['data']): Promise<void> {
  return appendToOutbox(transaction, { eventId: newId(), tenantId, type, data });
}

import type { EventOf } from '@fintrack/contracts';
import { sql, type Transaction } from 'kysely';
import { traceparent } from '../telemetry/trace-context.ts';
import type { EventType } from './event-decoder.ts';

/** An event to publish, before the relay gives it its envelope. */
export interface NewEvent<Type extends EventType = EventType> {
  /** The same in every delivery; the caller's choice, so that tests and repeated work can fix it. */
  readonly eventId: string;
  readonly tenantId: string;
  readonly type: Type;
  readonly data: EventOf<Type>['data'];
}

/** With its envelope it must fit into one SQS message of 256 KB; one that doesn't would hold up its tenant's others. */
const dataBytesMax = 250_000;

/** Stores an event in the transaction whose change it tells of; call the relay's nudge() once that has committed. */
export async function appendToOutbox<Tables, const Type extends EventType>(transaction: Transaction<Tables>, event: NewEvent<Type>): Promise<void> {
  const data = JSON.stringify(event.data);
  const bytes = Buffer.byteLength(data);
  if (bytes > dataBytesMax) throw new Error(`event ${event.type} has ${bytes} bytes of data; expected at most ${dataBytesMax}`);
  await sql`
    insert into outbox (tenant_id, event_id, type, payload, traceparent)
    values (${event.tenantId}, ${event.eventId}, ${event.type}, ${data}::jsonb, ${traceparent() ?? null})`.execute(transaction);
}

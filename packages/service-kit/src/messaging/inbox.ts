import { sql, type Transaction } from 'kysely';

export interface InboxEntry {
  readonly tenantId: string;
  /** Who consumes, for example 'reconciliation-service'. */
  readonly consumer: string;
  /** The event's id: the same in every delivery. */
  readonly messageId: string;
}

/**
 * Runs `work` unless this consumer has handled the message before; both commit together.
 * A second delivery that runs at the same time waits for the first one's transaction.
 * @returns the work's value, or undefined if the message was handled before
 */
export async function onceInEffect<Tables, Value>(
  transaction: Transaction<Tables>,
  { tenantId, consumer, messageId }: InboxEntry,
  work: () => Promise<Value>,
): Promise<{ readonly value: Value } | undefined> {
  const { numAffectedRows } = await sql`
    insert into inbox (tenant_id, consumer, message_id, handled_at)
    values (${tenantId}, ${consumer}, ${messageId}, now())
    on conflict do nothing`.execute(transaction);
  return numAffectedRows === 1n ? { value: await work() } : undefined;
}

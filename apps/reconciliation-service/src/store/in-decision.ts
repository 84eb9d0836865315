import type { Database } from '@fintrack/database';
import { inTenant, UnavailableError } from '@fintrack/service-kit';
import type { Kysely, Transaction } from 'kysely';
import { lockTenant } from './tenant-lock.ts';

const LOCK_WAIT_MS = 10_000;
const LOCK_NOT_AVAILABLE = '55P03';

/** A transaction that changes what a pass reads: waits for a running pass, and no pass begins before it ends. */
export async function inDecision<Value>(db: Kysely<Database>, tenantId: string, work: (transaction: Transaction<Database>) => Promise<Value>): Promise<Value> {
  try {
    return await inTenant(db, tenantId, async (transaction) => {
      await lockTenant(transaction, tenantId, 'shared', LOCK_WAIT_MS);
      return work(transaction);
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) throw new UnavailableError('a match pass of this tenant takes too long', { cause: error });
    throw error;
  }
}

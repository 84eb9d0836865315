import { sql, type Transaction } from 'kysely';

/**
 * Until the transaction ends: `exclusive` for a match pass, `shared` for a person's decision. A decision
 * so never meets a pass that has read what it changes, and passes of one tenant run one after the other.
 * Rejects with PostgreSQL's 55P03 when the wait is over.
 */
export async function lockTenant<Tables>(transaction: Transaction<Tables>, tenantId: string, mode: 'exclusive' | 'shared', waitMs: number): Promise<void> {
  const acquire = mode === 'exclusive' ? sql.raw('pg_advisory_xact_lock') : sql.raw('pg_advisory_xact_lock_shared');
  await sql`select set_config('lock_timeout', ${`${waitMs}ms`}, true)`.execute(transaction);
  await sql`select ${acquire}(hashtextextended(${`fintrack.reconciliation ${tenantId}`}, 0))`.execute(transaction);
}

import { type IsolationLevel, type Kysely, sql, type Transaction } from 'kysely';

export interface TenantTransactionOptions {
  /** @default 'read committed' */
  readonly isolation?: IsolationLevel;
  /** @default false */
  readonly readOnly?: boolean;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Runs `work` in one transaction that sees and writes one tenant's rows only (row-level security).
 * Commits when `work` resolves, whatever its value; rolls back when it throws.
 * The tenant is set for the transaction alone, so a pooled connection never keeps it.
 */
export async function inTenant<Tables, Value>(
  db: Kysely<Tables>,
  tenantId: string,
  work: (transaction: Transaction<Tables>) => Promise<Value>,
  { isolation, readOnly = false }: TenantTransactionOptions = {},
): Promise<Value> {
  if (!uuid.test(tenantId)) throw new Error('inTenant: the tenant id is not a uuid');
  let builder = db.transaction();
  if (isolation) builder = builder.setIsolationLevel(isolation);
  if (readOnly) builder = builder.setAccessMode('read only');
  return builder.execute(async (transaction) => {
    await sql`select set_config('fintrack.tenant_id', ${tenantId}, true)`.execute(transaction);
    return work(transaction);
  });
}

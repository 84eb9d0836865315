import type { ExceptionItem } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { failure, type Result, success } from '@fintrack/matching';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { ExceptionFilter, Exceptions, Resolution } from '../domain/exceptions.ts';
import { type ListPage, pageOf, type PageRequest } from '../domain/page.ts';
import type { TransactionPosition } from '../domain/transactions.ts';
import { inDecision } from './in-decision.ts';
import { accountOfTransaction, coreColumns, coreOf, type CoreRow, transactionOfState } from './transaction-core.ts';

interface ExceptionRow extends CoreRow {
  readonly reason: string;
  readonly updated_at: Date;
  readonly resolved_by: string | null;
  readonly resolved_at: Date | null;
  readonly resolution: string | null;
}

export class PostgresExceptions implements Exceptions {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async list(tenantId: string, { limit, after }: PageRequest<TransactionPosition>, { resolved, sourceKind }: ExceptionFilter): Promise<ListPage<ExceptionItem, TransactionPosition>> {
    const conditions: RawBuilder<unknown>[] = [];
    if (resolved !== undefined) conditions.push(resolved ? sql`s.resolved_at is not null` : sql`s.resolved_at is null`);
    if (sourceKind !== undefined) conditions.push(sql`t.source_kind = ${sourceKind}`);
    if (after !== undefined) conditions.push(sql`(s.booking_date, s.transaction_id) > (${after.bookingDate}::date, ${after.transactionId}::uuid)`);
    const rows = await inTenant(this.#db, tenantId, (transaction) => selectExceptions(transaction, tenantId, conditions, limit + 1), { readOnly: true });
    return pageOf(rows, limit, exceptionOf, (row) => ({ bookingDate: row.booking_date, transactionId: row.transaction_id }));
  }

  async resolve(
    tenantId: string,
    transactionId: string,
    { resolution, resolvedBy, resolvedAt }: Resolution,
  ): Promise<Result<ExceptionItem, { readonly code: 'exception_not_found' | 'exception_already_resolved' }>> {
    return inDecision(this.#db, tenantId, async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('transaction_states')
        .set({ resolution, resolved_by: resolvedBy, resolved_at: resolvedAt })
        .where('tenant_id', '=', tenantId).where('transaction_id', '=', transactionId)
        .where('state', '=', 'exception').where('resolved_at', 'is', null)
        .executeTakeFirst();
      const [row] = await selectExceptions(transaction, tenantId, [sql`s.transaction_id = ${transactionId}`], 1);
      if (row === undefined) return failure({ code: 'exception_not_found' });
      return numUpdatedRows === 1n ? success(exceptionOf(row)) : failure({ code: 'exception_already_resolved' });
    });
  }
}

async function selectExceptions(transaction: Transaction<Database>, tenantId: string, conditions: readonly RawBuilder<unknown>[], limit: number): Promise<readonly ExceptionRow[]> {
  const all = [sql`s.tenant_id = ${tenantId}`, sql`s.state = 'exception'`, ...conditions];
  const { rows } = await sql<ExceptionRow>`
    select ${coreColumns}, s.reason, s.updated_at, s.resolved_by, s.resolved_at, s.resolution
    from transaction_states s
    ${transactionOfState}
    ${accountOfTransaction}
    where ${sql.join(all, sql` and `)}
    order by s.booking_date, s.transaction_id
    limit ${limit}`.execute(transaction);
  return rows;
}

function exceptionOf(row: ExceptionRow): ExceptionItem {
  return {
    ...coreOf(row),
    reason: row.reason,
    since: row.updated_at.toISOString(),
    resolvedBy: row.resolved_by,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolution: row.resolution,
  };
}

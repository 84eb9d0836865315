import type { Reconciliation, RuleCount } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import type { Kysely, Transaction } from 'kysely';
import type { Reconciliations } from '../domain/reconciliations.ts';

export class PostgresReconciliations implements Reconciliations {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async find(tenantId: string, reconciliationId: string): Promise<Reconciliation | undefined> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => {
        const row = await transaction
          .selectFrom('reconciliations').selectAll()
          .where('tenant_id', '=', tenantId).where('reconciliation_id', '=', reconciliationId)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        return {
          reconciliationId: row.reconciliation_id,
          trigger: row.trigger,
          requestedBy: row.requested_by,
          startedAt: row.started_at.toISOString(),
          finishedAt: row.finished_at.toISOString(),
          durationMs: row.duration_ms,
          leftCount: row.left_count,
          rightCount: row.right_count,
          matchedCount: row.matched_count,
          suggestedCount: row.suggested_count,
          exceptionCount: row.exception_count,
          byRule: row.by_rule as unknown as RuleCount[],
        };
      },
      { readOnly: true },
    );
  }
}

export async function insertReconciliation(transaction: Transaction<Database>, tenantId: string, reconciliation: Reconciliation): Promise<void> {
  await transaction
    .insertInto('reconciliations')
    .values({
      tenant_id: tenantId,
      reconciliation_id: reconciliation.reconciliationId,
      trigger: reconciliation.trigger,
      requested_by: reconciliation.requestedBy,
      started_at: reconciliation.startedAt,
      finished_at: reconciliation.finishedAt,
      left_count: reconciliation.leftCount,
      right_count: reconciliation.rightCount,
      matched_count: reconciliation.matchedCount,
      suggested_count: reconciliation.suggestedCount,
      exception_count: reconciliation.exceptionCount,
      by_rule: JSON.stringify(reconciliation.byRule),
      duration_ms: reconciliation.durationMs,
    })
    .execute();
}

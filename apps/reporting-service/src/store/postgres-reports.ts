import type { ExceptionItem, Reconciliation, RuleCount, RuleSummary, SourceKind } from '@fintrack/contracts';
import type { Database, Reconciliations } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, type RawBuilder, type Selectable, sql, type SqlBool, type Transaction } from 'kysely';
import type { ExceptionDay, ExceptionFacts, ExceptionPage, ExceptionPageRequest, ReportFilter, Reports, SummaryFacts, TransactionGroup } from '../domain/reports.ts';

/** All queries of one report see the same moment. */
const snapshot = { isolation: 'repeatable read', readOnly: true } as const;

export class PostgresReports implements Reports {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async summary(tenantId: string, filter: ReportFilter): Promise<SummaryFacts> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => ({
        groups: await selectGroups(transaction, tenantId, filter),
        byRule: await selectByRule(transaction, tenantId, filter),
        lastReconciliation: await selectLastReconciliation(transaction, tenantId),
      }),
      snapshot,
    );
  }

  async exceptions(tenantId: string, filter: ReportFilter, page: ExceptionPageRequest): Promise<ExceptionFacts> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => ({ days: await selectDays(transaction, tenantId, filter), ...(await selectPage(transaction, tenantId, filter, page)) }),
      snapshot,
    );
  }

  async exceptionPage(tenantId: string, filter: ReportFilter, page: ExceptionPageRequest): Promise<ExceptionPage> {
    return inTenant(this.#db, tenantId, (transaction) => selectPage(transaction, tenantId, filter, page), snapshot);
  }
}

const states = ['matched', 'suggested', 'exception', 'resolved', 'unmatched'] as const;

interface SourceRow {
  readonly source_kind: SourceKind;
  readonly currency: string;
  /** In the order of `states`. */
  readonly counts: readonly bigint[];
  /** In the order of `states`; numeric, since sums may leave int8. */
  readonly sums: readonly (string | null)[];
}

/** States are filtered and not grouped by, which takes half the time: a partitioned table has no statistics to hash by. */
async function selectGroups(transaction: Transaction<Database>, tenantId: string, filter: ReportFilter): Promise<TransactionGroup[]> {
  const state = sql`case when s.state = 'exception' and s.resolved_at is not null then 'resolved' else coalesce(s.state, 'unmatched') end`;
  const per = (aggregate: string) => sql.join(states.map((name) => sql`${sql.raw(aggregate)} filter (where ${state} = ${sql.lit(name)})`));
  const { rows } = await sql<SourceRow>`
    select t.source_kind, t.currency, array[${per('count(*)')}] as counts, array[${per('sum(t.amount_minor)')}]::text[] as sums
    from transactions t
    left join transaction_states s on s.tenant_id = t.tenant_id and s.transaction_id = t.transaction_id and s.booking_date = t.booking_date
    where t.tenant_id = ${tenantId} and ${transactionCondition(filter)}
    group by t.source_kind, t.currency
    order by t.source_kind, t.currency`.execute(transaction);
  return rows.flatMap(({ source_kind: sourceKind, currency, counts, sums }) =>
    states.flatMap((name, index) => {
      const count = Number(counts[index]);
      return count === 0 ? [] : [{ sourceKind, currency, state: name, count, sumMinor: BigInt(sums[index] ?? 0) }];
    }));
}

function transactionCondition({ from, to, sourceKind }: ReportFilter): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (from !== undefined) conditions.push(sql`t.booking_date >= ${from}::date`);
  if (to !== undefined) conditions.push(sql`t.booking_date <= ${to}::date`);
  if (sourceKind !== undefined) conditions.push(sql`t.source_kind = ${sourceKind}`);
  return sql.join(conditions, sql` and `);
}

interface RuleRow {
  readonly rule_name: string;
  readonly confirmed: bigint;
  readonly suggested: bigint;
}

const RULES_SHOWN_MAX = 1000;

/** A pair belongs to the period by its left booking date, and to a source if one of its sides does. */
async function selectByRule(transaction: Transaction<Database>, tenantId: string, { from, to, sourceKind }: ReportFilter): Promise<RuleSummary[]> {
  const conditions = [sql`m.tenant_id = ${tenantId}`, sql`m.state <> 'rejected'`];
  if (from !== undefined) conditions.push(sql`m.left_booking_date >= ${from}::date`);
  if (to !== undefined) conditions.push(sql`m.left_booking_date <= ${to}::date`);
  // Through the states, so that one hash join answers it: looked up by its sides, each pair would search two partitions.
  if (sourceKind !== undefined) {
    conditions.push(sql`m.match_id in (
      select s.match_id from transaction_states s
      join transactions t on t.tenant_id = s.tenant_id and t.transaction_id = s.transaction_id and t.booking_date = s.booking_date
      where s.tenant_id = ${tenantId} and t.tenant_id = ${tenantId} and t.source_kind = ${sourceKind})`);
  }
  const { rows } = await sql<RuleRow>`
    select m.rule_name, count(*) filter (where m.state = 'confirmed') as confirmed, count(*) filter (where m.state = 'suggested') as suggested
    from matches m
    where ${sql.join(conditions, sql` and `)}
    group by m.rule_name
    order by count(*) desc, m.rule_name
    limit ${sql.lit(RULES_SHOWN_MAX)}`.execute(transaction);
  return rows.map(({ rule_name: ruleName, confirmed, suggested }) => ({ ruleName, confirmedCount: Number(confirmed), suggestedCount: Number(suggested) }));
}

async function selectLastReconciliation(transaction: Transaction<Database>, tenantId: string): Promise<Reconciliation | null> {
  const row = await transaction
    .selectFrom('reconciliations').selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('started_at', 'desc').orderBy('reconciliation_id', 'desc').limit(1)
    .executeTakeFirst();
  return row === undefined ? null : reconciliationOf(row);
}

function reconciliationOf(row: Selectable<Reconciliations>): Reconciliation {
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
}

/** Open exceptions with their transactions; the state's date leads to one partition. */
function openExceptions(transaction: Transaction<Database>, tenantId: string, { from, to, sourceKind }: ReportFilter) {
  return transaction
    .selectFrom('transaction_states as s')
    .innerJoin('transactions as t', (join) =>
      join.onRef('t.tenant_id', '=', 's.tenant_id').onRef('t.booking_date', '=', 's.booking_date').onRef('t.transaction_id', '=', 's.transaction_id'))
    .where('s.tenant_id', '=', tenantId)
    .where('s.state', '=', 'exception')
    .where('s.resolved_at', 'is', null)
    .$if(from !== undefined, (query) => query.where('s.booking_date', '>=', from as string))
    .$if(to !== undefined, (query) => query.where('s.booking_date', '<=', to as string))
    .$if(sourceKind !== undefined, (query) => query.where('t.source_kind', '=', sourceKind as TransactionGroup['sourceKind']));
}

async function selectDays(transaction: Transaction<Database>, tenantId: string, filter: ReportFilter): Promise<ExceptionDay[]> {
  const rows = await openExceptions(transaction, tenantId, filter)
    .select(['s.booking_date', sql<bigint>`count(*)`.as('count')])
    .groupBy('s.booking_date')
    .execute();
  return rows.map(({ booking_date, count }) => ({ bookingDate: booking_date, count: Number(count) }));
}

async function selectPage(transaction: Transaction<Database>, tenantId: string, filter: ReportFilter, { limit, after }: ExceptionPageRequest): Promise<ExceptionPage> {
  // One row more tells whether there is another page.
  const items = await selectItems(transaction, tenantId, filter, { limit: limit + 1, after });
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, ...(items.length > limit && last ? { next: { bookingDate: last.bookingDate, transactionId: last.transactionId } } : {}) };
}

async function selectItems(transaction: Transaction<Database>, tenantId: string, filter: ReportFilter, { limit, after }: ExceptionPageRequest): Promise<ExceptionItem[]> {
  const rows = await openExceptions(transaction, tenantId, filter)
    .innerJoin('accounts as a', (join) => join.onRef('a.tenant_id', '=', 't.tenant_id').onRef('a.account_id', '=', 't.account_id'))
    .$if(after !== undefined, (query) => query.where(sql<SqlBool>`(s.booking_date, s.transaction_id) > (${after?.bookingDate}::date, ${after?.transactionId}::uuid)`))
    .select(['s.transaction_id', 's.booking_date', 't.source_kind', 'a.identifier', 't.amount_minor', 't.currency', 't.reference', 't.counterparty_name', 't.description', 's.reason', 's.updated_at'])
    .orderBy('s.booking_date').orderBy('s.transaction_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    transactionId: row.transaction_id,
    bookingDate: row.booking_date,
    sourceKind: row.source_kind,
    accountIdentifier: row.identifier,
    amount: { amountMinor: row.amount_minor.toString(), currency: row.currency },
    reference: row.reference,
    counterpartyName: row.counterparty_name,
    description: row.description,
    // The table's check: an exception has a reason.
    reason: row.reason as string,
    since: row.updated_at.toISOString(),
    resolvedBy: null,
    resolvedAt: null,
    resolution: null,
  }));
}

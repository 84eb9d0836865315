import type { Database } from '@fintrack/database';
import { sql, type Transaction } from 'kysely';
import type { PassTransaction } from '../domain/pass-transaction.ts';
import type { PassPlan, PlannedMatch } from '../domain/plan-pass.ts';
import { storedRuleId } from './postgres-rules.ts';

export interface PlanToStore {
  readonly tenantId: string;
  readonly reconciliationId: string;
  readonly plan: PassPlan;
  readonly at: Date;
}

/** Rows of one statement: bounds what PostgreSQL and this process hold of it at once. */
const CHUNK_ROWS = 50_000;

/** Writes matches and states in bulk: arrays are unnested into rows, a few statements for any number of them. */
export async function storePlan(transaction: Transaction<Database>, { tenantId, reconciliationId, plan, at }: PlanToStore): Promise<void> {
  for (const matches of chunks(plan.matches)) await insertMatches(transaction, tenantId, reconciliationId, matches, at);
  const states = [...statesOfMatches(plan.matches), ...statesOfExceptions(plan)];
  const isNew = ({ transaction: { state } }: PlannedState) => state === 'unmatched';
  // In the order of the primary key, which is half the work for its index.
  for (const chunk of chunks(states.filter(isNew).sort(byTransactionId))) await insertStates(transaction, tenantId, reconciliationId, chunk, at);
  for (const chunk of chunks(states.filter((state) => !isNew(state)))) await updateStates(transaction, tenantId, reconciliationId, chunk, at);
}

interface PlannedState {
  readonly transaction: PassTransaction;
  readonly state: 'matched' | 'suggested' | 'exception';
  readonly matchId: string | null;
  readonly reason: string | null;
}

function statesOfMatches(matches: readonly PlannedMatch[]): PlannedState[] {
  return matches.flatMap(({ matchId, left, right, state }) => {
    const shared = { state: state === 'confirmed' ? ('matched' as const) : ('suggested' as const), matchId, reason: null };
    return [{ transaction: left, ...shared }, { transaction: right, ...shared }];
  });
}

function statesOfExceptions({ exceptions }: PassPlan): PlannedState[] {
  return exceptions.map(({ transaction, reason }) => ({ transaction, state: 'exception', matchId: null, reason }));
}

async function insertMatches(transaction: Transaction<Database>, tenantId: string, reconciliationId: string, matches: readonly PlannedMatch[], at: Date) {
  const rules = [...new Map(matches.map(({ ruleId, ruleName }) => [ruleId, ruleName]))];
  const positions = new Map(rules.map(([ruleId], index) => [ruleId, index + 1]));
  await sql`
    insert into matches (
      tenant_id, match_id, reconciliation_id, rule_id, rule_name, state, left_transaction_id, left_booking_date,
      right_transaction_id, right_booking_date, difference_minor, day_gap, created_at)
    select
      ${tenantId}::uuid, m.match_id, ${reconciliationId}::uuid, (${rules.map(([ruleId]) => storedRuleId(ruleId))}::uuid[])[m.rule],
      (${rules.map(([, ruleName]) => ruleName)}::text[])[m.rule], case when m.confirmed then 'confirmed' else 'suggested' end,
      m.left_id, date '1970-01-01' + m.left_day, m.right_id, date '1970-01-01' + m.right_day, m.difference, m.day_gap, ${at}::timestamptz
    from unnest(
      ${literal(matches, (match) => match.matchId)}::uuid[],
      ${literal(matches, (match) => positions.get(match.ruleId))}::int[],
      ${literal(matches, (match) => match.state === 'confirmed')}::boolean[],
      ${literal(matches, (match) => match.left.transactionId)}::uuid[],
      ${literal(matches, (match) => match.left.bookingDay)}::int[],
      ${literal(matches, (match) => match.right.transactionId)}::uuid[],
      ${literal(matches, (match) => match.right.bookingDay)}::int[],
      ${literal(matches, (match) => match.differenceMinor)}::int8[],
      ${literal(matches, (match) => match.dayGap)}::int[]
    ) as m (match_id, rule, confirmed, left_id, left_day, right_id, right_day, difference, day_gap)`.execute(transaction);
}

/** A state that is there already breaks the primary key, and with it the pass: nothing is decided twice. */
async function insertStates(transaction: Transaction<Database>, tenantId: string, reconciliationId: string, states: readonly PlannedState[], at: Date) {
  await sql`
    insert into transaction_states (tenant_id, transaction_id, match_id, reconciliation_id, updated_at, booking_date, state, reason)
    select ${tenantId}::uuid, s.transaction_id, s.match_id, ${reconciliationId}::uuid, ${at}::timestamptz, date '1970-01-01' + s.day, s.state, s.reason
    from ${unnested(states)}`.execute(transaction);
}

/** An exception that changes only its reason keeps the time since when it is one. */
async function updateStates(transaction: Transaction<Database>, tenantId: string, reconciliationId: string, states: readonly PlannedState[], at: Date) {
  const { numAffectedRows } = await sql`
    update transaction_states held
    set match_id = s.match_id, reconciliation_id = ${reconciliationId}::uuid, state = s.state, reason = s.reason,
      updated_at = case when s.state = 'exception' then held.updated_at else ${at}::timestamptz end
    from ${unnested(states)}
    where held.tenant_id = ${tenantId}::uuid and held.transaction_id = s.transaction_id
      and held.state = 'exception' and held.resolved_at is null`.execute(transaction);
  if (numAffectedRows !== BigInt(states.length)) throw new Error(`${states.length} exceptions were to change, but ${numAffectedRows} were open`);
}

function byTransactionId(a: PlannedState, b: PlannedState): number {
  return a.transaction.transactionId < b.transaction.transactionId ? -1 : 1;
}

function unnested(states: readonly PlannedState[]) {
  return sql`unnest(
    ${literal(states, (state) => state.transaction.transactionId)}::uuid[],
    ${literal(states, (state) => state.transaction.bookingDay)}::int[],
    ${literal(states, (state) => state.state)}::text[],
    ${literal(states, (state) => state.matchId)}::uuid[],
    ${literal(states, (state) => state.reason)}::text[]
  ) as s (transaction_id, day, state, match_id, reason)`;
}

/** An array in PostgreSQL's text form; for ids, numbers and codes, which need no quotes. Far cheaper than pg's own, which quotes. */
function literal<Row>(rows: readonly Row[], valueOf: (row: Row) => string | number | bigint | boolean | null | undefined): string {
  return `{${rows.map((row) => valueOf(row) ?? 'null').join(',')}}`;
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHUNK_ROWS) yield items.slice(start, start + CHUNK_ROWS);
}

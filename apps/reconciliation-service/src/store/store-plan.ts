import type { Database } from '@fintrack/database';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { PassPlan, PlannedException, PlannedMatch } from '../domain/plan-pass.ts';
import type { PassTransaction } from '../domain/pass-transaction.ts';
import { storedRuleId } from './postgres-rules.ts';

export interface PlanToStore {
  readonly tenantId: string;
  readonly reconciliationId: string;
  readonly plan: PassPlan;
  readonly at: Date;
}

/** Rows of one statement: bounds what PostgreSQL and this process hold of it at once. */
const CHUNK_ROWS = 250_000;

/**
 * Writes matches and states in bulk: arrays are unnested into rows, a few statements for any number of them.
 * States that are known to be new are inserted plainly, which takes half the time of an upsert; one that is
 * there already breaks the primary key and with it the pass, so that nothing is decided twice.
 */
export async function storePlan(transaction: Transaction<Database>, { tenantId, reconciliationId, plan, at }: PlanToStore): Promise<void> {
  const pass: Pass = { tenantId: sql`${tenantId}::uuid`, reconciliationId: sql`${reconciliationId}::uuid`, at: sql`${at}::timestamptz` };
  await withdraw(transaction, pass, plan.withdrawn);
  const isNew = ({ left, right }: PlannedMatch) => left.state === 'unmatched' && right.state === 'unmatched';
  for (const matches of chunks(plan.matches.filter(isNew))) await insertMatches(transaction, pass, matches, nothingHeld);
  for (const matches of chunks(plan.matches.filter((match) => !isNew(match)))) await insertMatches(transaction, pass, matches, undecidedHeld);
  const inState = (state: PassTransaction['state']) => chunks(plan.exceptions.filter((exception) => exception.transaction.state === state));
  for (const exceptions of inState('unmatched')) await insertExceptions(transaction, pass, exceptions);
  for (const exceptions of inState('exception')) await changeReasons(transaction, pass, exceptions);
  for (const exceptions of inState('suggested')) await turnIntoExceptions(transaction, pass, exceptions);
}

type Pass = Readonly<Record<'tenantId' | 'reconciliationId' | 'at', RawBuilder<unknown>>>;

const nothingHeld = sql``;
const undecidedHeld = sql`
  on conflict (tenant_id, transaction_id) do update
    set match_id = excluded.match_id, reconciliation_id = excluded.reconciliation_id, updated_at = excluded.updated_at, state = excluded.state, reason = null
    where transaction_states.state = 'suggested' or (transaction_states.state = 'exception' and transaction_states.resolved_at is null)`;

/** The states come from the matches within PostgreSQL, in the order of their primary key, which is half the work for its index. */
async function insertMatches(transaction: Transaction<Database>, { tenantId, reconciliationId, at }: Pass, matches: readonly PlannedMatch[], onHeld: RawBuilder<unknown>): Promise<void> {
  const rules = [...new Map(matches.map(({ ruleId, ruleName }) => [ruleId, ruleName]))];
  const positions = new Map(rules.map(([ruleId], index) => [ruleId, index + 1]));
  const { numAffectedRows } = await sql`
    with placed as (
      insert into matches (
        tenant_id, match_id, reconciliation_id, rule_id, rule_name, state, left_transaction_id, left_booking_date,
        right_transaction_id, right_booking_date, difference_minor, day_gap, created_at)
      select
        ${tenantId}, m.match_id, ${reconciliationId}, (${rules.map(([ruleId]) => storedRuleId(ruleId))}::uuid[])[m.rule],
        (${rules.map(([, ruleName]) => ruleName)}::text[])[m.rule], case when m.confirmed then 'confirmed' else 'suggested' end,
        m.left_id, date '1970-01-01' + m.left_day, m.right_id, date '1970-01-01' + m.right_day, m.difference, m.day_gap, ${at}
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
      ) as m (match_id, rule, confirmed, left_id, left_day, right_id, right_day, difference, day_gap)
      returning match_id, state, left_transaction_id, left_booking_date, right_transaction_id, right_booking_date
    )
    insert into transaction_states (tenant_id, transaction_id, match_id, reconciliation_id, updated_at, booking_date, state)
    select ${tenantId}, side.transaction_id, placed.match_id, ${reconciliationId}, ${at}, side.booking_date, case placed.state when 'confirmed' then 'matched' else 'suggested' end
    from placed
    cross join lateral (
      values (placed.left_transaction_id, placed.left_booking_date), (placed.right_transaction_id, placed.right_booking_date)
    ) as side (transaction_id, booking_date)
    order by side.transaction_id
    ${onHeld}`.execute(transaction);
  assertCount(numAffectedRows, 2 * matches.length, 'states of matches');
}

async function insertExceptions(transaction: Transaction<Database>, { tenantId, reconciliationId, at }: Pass, exceptions: readonly PlannedException[]): Promise<void> {
  await sql`
    insert into transaction_states (tenant_id, transaction_id, reconciliation_id, updated_at, booking_date, state, reason)
    select ${tenantId}, e.transaction_id, ${reconciliationId}, ${at}, date '1970-01-01' + e.day, 'exception', e.reason
    from ${unnested(exceptions)}
    order by e.transaction_id`.execute(transaction);
}

/** An exception that changes only its reason keeps the time since when it is one. */
async function changeReasons(transaction: Transaction<Database>, { tenantId, reconciliationId }: Pass, exceptions: readonly PlannedException[]): Promise<void> {
  const { numAffectedRows } = await sql`
    update transaction_states held
    set reconciliation_id = ${reconciliationId}, reason = e.reason
    from ${unnested(exceptions)}
    where held.tenant_id = ${tenantId} and held.transaction_id = e.transaction_id and held.state = 'exception' and held.resolved_at is null`.execute(transaction);
  assertCount(numAffectedRows, exceptions.length, 'open exceptions');
}

/** Nobody has decided these, so nothing is lost with their rows. */
async function withdraw(transaction: Transaction<Database>, { tenantId }: Pass, matchIds: readonly string[]): Promise<void> {
  if (matchIds.length === 0) return;
  const { numAffectedRows } = await sql`
    delete from matches where tenant_id = ${tenantId} and match_id = any(${matchIds}::uuid[]) and state = 'suggested'`.execute(transaction);
  assertCount(numAffectedRows, matchIds.length, 'withdrawn suggestions');
}

async function turnIntoExceptions(transaction: Transaction<Database>, { tenantId, reconciliationId, at }: Pass, exceptions: readonly PlannedException[]): Promise<void> {
  const { numAffectedRows } = await sql`
    update transaction_states held
    set state = 'exception', match_id = null, reason = e.reason, reconciliation_id = ${reconciliationId}, updated_at = ${at}
    from ${unnested(exceptions)}
    where held.tenant_id = ${tenantId} and held.transaction_id = e.transaction_id and held.state = 'suggested'`.execute(transaction);
  assertCount(numAffectedRows, exceptions.length, 'suggested transactions');
}

function unnested(exceptions: readonly PlannedException[]): RawBuilder<unknown> {
  return sql`unnest(
    ${literal(exceptions, (exception) => exception.transaction.transactionId)}::uuid[],
    ${literal(exceptions, (exception) => exception.transaction.bookingDay)}::int[],
    ${literal(exceptions, (exception) => exception.reason)}::text[]
  ) as e (transaction_id, day, reason)`;
}

/** An array in PostgreSQL's text form; for ids, numbers and codes, which need no quotes. Far cheaper than pg's own, which quotes. */
function literal<Row>(rows: readonly Row[], valueOf: (row: Row) => string | number | bigint | boolean | undefined): string {
  return `{${rows.map(valueOf).join(',')}}`;
}

/** The tenant's lock keeps others out, so another number means that this code is wrong: nothing of it may be committed. */
function assertCount(count: bigint | undefined, expected: number, what: string): void {
  if (count !== BigInt(expected)) throw new Error(`${expected} ${what} were to be written, but ${count} were`);
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHUNK_ROWS) yield items.slice(start, start + CHUNK_ROWS);
}

import type { Match, MatchState } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { type DecidableMatch, failure, type Result, success } from '@fintrack/matching';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Matches, MatchPosition, Verdict } from '../domain/matches.ts';
import { type ListPage, pageOf, type PageRequest } from '../domain/page.ts';
import { MATCH_REJECTED } from '../domain/reconcile-except.ts';
import { inDecision } from './in-decision.ts';
import { rulesInForce } from './postgres-rules.ts';
import { accountOfTransaction, coreOf, type CoreRow, lookUp } from './transaction-core.ts';

interface MatchRow {
  readonly match_id: string;
  readonly state: MatchState;
  readonly rule_id: string | null;
  readonly rule_name: string;
  readonly difference_minor: bigint;
  readonly day_gap: number;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly created_at: Date;
  readonly left: SideJson;
  readonly right: SideJson;
  readonly requested_by: string | null;
}

/** A side comes as JSON, where int8 would lose digits. */
type SideJson = Omit<CoreRow, 'amount_minor'> & { readonly amount_minor: string };

export class PostgresMatches implements Matches {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async list(tenantId: string, { limit, after }: PageRequest<MatchPosition>, state?: MatchState): Promise<ListPage<Match, MatchPosition>> {
    const conditions = [sql`m.tenant_id = ${tenantId}`];
    if (state !== undefined) conditions.push(sql`m.state = ${state}`);
    if (after !== undefined) conditions.push(sql`(m.created_at, m.match_id) < (${after.createdAt}::timestamptz, ${after.matchId}::uuid)`);
    const rows = await inTenant(
      this.#db,
      tenantId,
      (transaction) => selectMatches(transaction, sql`where ${sql.join(conditions, sql` and `)} order by m.created_at desc, m.match_id desc limit ${limit + 1}`),
      { readOnly: true },
    );
    return pageOf(rows, limit, matchOf, (row) => ({ createdAt: row.created_at.toISOString(), matchId: row.match_id }));
  }

  async decide<JudgeError extends { readonly code: string }>(
    tenantId: string,
    matchId: string,
    judge: (match: DecidableMatch) => Result<Verdict, JudgeError>,
  ): Promise<Result<Match, JudgeError | { readonly code: 'match_not_found' }>> {
    return inDecision(this.#db, tenantId, async (transaction) => {
      await transaction.selectFrom('matches').select('match_id').where('tenant_id', '=', tenantId).where('match_id', '=', matchId).forUpdate().execute();
      const [row] = await selectMatches(transaction, sql`where m.tenant_id = ${tenantId} and m.match_id = ${matchId}`);
      if (row === undefined) return failure({ code: 'match_not_found' });
      const judged = judge({
        state: row.state,
        suggestedBy: row.requested_by ?? undefined,
        leftAmountMinor: BigInt(row.left.amount_minor),
        rightAmountMinor: BigInt(row.right.amount_minor),
        toleranceMinor: await toleranceOf(transaction, tenantId, row),
      });
      if (!judged.ok) return judged;
      await storeVerdict(transaction, tenantId, matchId, judged.value);
      const { state, decidedBy, decidedAt } = judged.value;
      return success(matchOf({ ...row, state, decided_by: decidedBy, decided_at: decidedAt }));
    });
  }
}

/** The page is cut first: a join of all matches would read every partition. */
function selectMatches(transaction: Transaction<Database>, page: RawBuilder<unknown>): Promise<readonly MatchRow[]> {
  const side = (name: 'left' | 'right') => sql`
    join lateral (
      select json_build_object(
        'transaction_id', t.transaction_id, 'booking_date', t.booking_date, 'source_kind', t.source_kind, 'identifier', a.identifier,
        'amount_minor', t.amount_minor::text, 'currency', t.currency, 'reference', t.reference,
        'counterparty_name', t.counterparty_name, 'description', t.description) as side
      from transactions t
      ${accountOfTransaction}
      where t.tenant_id = m.tenant_id and t.booking_date = m.${sql.raw(`${name}_booking_date`)} and t.transaction_id = m.${sql.raw(`${name}_transaction_id`)}
      limit 1
    ) as ${sql.raw(`${name}_side`)} on true`;
  return sql<MatchRow>`
    select
      m.match_id, m.state, m.rule_id, m.rule_name, m.difference_minor, m.day_gap, m.decided_by, m.decided_at, m.created_at,
      left_side.side as "left", right_side.side as "right", r.requested_by
    from (select * from matches m ${page}) m
    ${side('left')}
    ${side('right')}
    left ${lookUp('r', 'reconciliations', 'tenant_id = m.tenant_id and reconciliation_id = m.reconciliation_id')}
    order by m.created_at desc, m.match_id desc`
    .execute(transaction)
    .then(({ rows }) => rows);
}

/** By id or, since replacing rules gives them new ids, by name and sources. A rule that is gone allows no difference. */
async function toleranceOf(transaction: Transaction<Database>, tenantId: string, { rule_id, rule_name, left, right }: MatchRow): Promise<bigint> {
  const rules = await rulesInForce(transaction, tenantId);
  const rule =
    rules.find(({ ruleId }) => ruleId === rule_id) ??
    rules.find(({ name, leftKind, rightKind }) => name === rule_name && leftKind === left.source_kind && rightKind === right.source_kind);
  return rule?.kind === 'amount_tolerance' ? rule.toleranceMinor : 0n;
}

async function storeVerdict(transaction: Transaction<Database>, tenantId: string, matchId: string, { state, decidedBy, decidedAt }: Verdict): Promise<void> {
  await transaction
    .updateTable('matches')
    .set({ state, decided_by: decidedBy, decided_at: decidedAt })
    .where('tenant_id', '=', tenantId).where('match_id', '=', matchId)
    .execute();
  const next = state === 'confirmed' ? { state: 'matched' as const } : { state: 'exception' as const, match_id: null, reason: MATCH_REJECTED };
  const held = sql<boolean>`(transaction_id, booking_date) in (
    select left_transaction_id, left_booking_date from matches where tenant_id = ${tenantId} and match_id = ${matchId}
    union all
    select right_transaction_id, right_booking_date from matches where tenant_id = ${tenantId} and match_id = ${matchId})`;
  const { numUpdatedRows } = await transaction
    .updateTable('transaction_states')
    .set({ ...next, updated_at: decidedAt })
    .where('tenant_id', '=', tenantId).where(held).where('state', '=', 'suggested').where('match_id', '=', matchId)
    .executeTakeFirst();
  if (numUpdatedRows !== 2n) throw new Error(`match ${matchId} should hold two suggested transactions, it held ${numUpdatedRows}`);
}

function matchOf(row: MatchRow): Match {
  const left = coreOf({ ...row.left, amount_minor: BigInt(row.left.amount_minor) });
  return {
    matchId: row.match_id,
    state: row.state,
    ruleName: row.rule_name,
    left,
    right: coreOf({ ...row.right, amount_minor: BigInt(row.right.amount_minor) }),
    difference: { amountMinor: row.difference_minor.toString(), currency: left.amount.currency },
    dayGap: Math.abs(row.day_gap),
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}

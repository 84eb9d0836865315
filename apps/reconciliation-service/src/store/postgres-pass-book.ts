import type { Reconciliation } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import type { Rule } from '@fintrack/matching';
import { sql, type Transaction } from 'kysely';
import type { OpenTransactions, PassBook, Totals } from '../domain/pass-book.ts';
import type { PassTransaction, RejectedPair } from '../domain/pass-transaction.ts';
import type { PassPlan } from '../domain/plan-pass.ts';
import { appendEvent } from './append-event.ts';
import { insertReconciliation } from './postgres-reconciliations.ts';
import { rulesInForce } from './postgres-rules.ts';
import { storePlan } from './store-plan.ts';
import { COVERED_BY, uncoveredStatementIds } from './uncovered-statements.ts';

const passColumns = sql.raw(`
  t.transaction_id as "transactionId", t.source_kind as "sourceKind", t.booking_date - date '1970-01-01' as "bookingDay",
  t.amount_minor as "amountMinor", t.currency, t.reference, t.bank_reference as "bankReference",
  t.counterparty_name as "counterpartyName", t.counterparty_account as "counterpartyAccount", t.description`);

export class PostgresPassBook implements PassBook {
  readonly #transaction: Transaction<Database>;
  readonly #tenantId: string;

  constructor(transaction: Transaction<Database>, tenantId: string) {
    this.#transaction = transaction;
    this.#tenantId = tenantId;
  }

  async isCovered(statementId: string): Promise<boolean> {
    const { rows } = await sql`
      select from inbox where tenant_id = ${this.#tenantId} and consumer = ${COVERED_BY} and message_id = ${statementId}`.execute(this.#transaction);
    return rows.length > 0;
  }

  rules(): Promise<readonly Rule[]> {
    return rulesInForce(this.#transaction, this.#tenantId);
  }

  /**
   * Uncovered statements first; open exceptions fill the rest, newest booking date first. New transactions may fit
   * better than what was suggested without them, so with them undecided suggestions are weighed again too.
   */
  async openTransactions(rowsMax: number): Promise<OpenTransactions> {
    const waiting = await this.#uncoveredStatements();
    const statementIds = waiting.map(({ statementId }) => statementId);
    const waitingCount = waiting.reduce((sum, { newCount }) => sum + newCount, 0);
    const unseen = statementIds.length === 0 ? [] : await this.#unseen(statementIds, rowsMax, waitingCount > rowsMax);
    const more = unseen.length === rowsMax && waitingCount > rowsMax;
    const suggested = unseen.length === 0 ? [] : await this.#undecidedSuggestions(rowsMax - unseen.length);
    const exceptions = await this.#openExceptions(rowsMax - unseen.length - suggested.length);
    return { transactions: [...unseen, ...suggested, ...exceptions], statementIds: more ? [] : statementIds, more };
  }

  async #uncoveredStatements(): Promise<readonly { statementId: string; newCount: number }[]> {
    const { rows } = await sql<{ statementId: string; newCount: number }>`
      select statement_id as "statementId", new_count as "newCount"
      from statements where tenant_id = ${this.#tenantId} and statement_id in (${uncoveredStatementIds(this.#tenantId)})`.execute(this.#transaction);
    return rows;
  }

  /** The state is looked up too, since a pass that stopped at its most rows has covered part of a statement. */
  async #unseen(statementIds: readonly string[], rowsMax: number, inOrder: boolean): Promise<readonly PassTransaction[]> {
    // By date, so that both sides of the same days come in together.
    const order = inOrder ? sql`order by t.booking_date, t.transaction_id` : sql``;
    const { rows } = await sql<PassTransaction>`
      select ${passColumns}, 'unmatched' as state, null as reason, null as "matchId"
      from transactions t
      where t.tenant_id = ${this.#tenantId} and t.statement_id = any(${statementIds}::uuid[])
        and not exists (select from transaction_states s where s.tenant_id = t.tenant_id and s.transaction_id = t.transaction_id)
      ${order}
      limit ${rowsMax}`.execute(this.#transaction);
    return rows;
  }

  /** Whole suggestions, newest first: a half could not be withdrawn. */
  async #undecidedSuggestions(rowsMax: number): Promise<readonly PassTransaction[]> {
    if (rowsMax < 2) return [];
    const { rows } = await sql<PassTransaction>`
      select ${passColumns}, 'suggested' as state, null as reason, side.match_id as "matchId"
      from (
        select * from matches where tenant_id = ${this.#tenantId} and state = 'suggested'
        order by created_at desc, match_id desc
        limit ${Math.floor(rowsMax / 2)}
      ) m
      cross join lateral (
        values (m.match_id, m.left_transaction_id, m.left_booking_date), (m.match_id, m.right_transaction_id, m.right_booking_date)
      ) as side (match_id, transaction_id, booking_date)
      join transactions t on t.tenant_id = m.tenant_id and t.booking_date = side.booking_date and t.transaction_id = side.transaction_id
      where t.tenant_id = ${this.#tenantId}`.execute(this.#transaction);
    return rows;
  }

  async #openExceptions(rowsMax: number): Promise<readonly PassTransaction[]> {
    if (rowsMax <= 0) return [];
    const { rows } = await sql<PassTransaction>`
      select ${passColumns}, s.state, s.reason, null as "matchId"
      from (
        select * from transaction_states
        where tenant_id = ${this.#tenantId} and state = 'exception' and resolved_at is null
        order by booking_date desc, transaction_id desc
        limit ${rowsMax}
      ) s
      join transactions t on t.tenant_id = s.tenant_id and t.booking_date = s.booking_date and t.transaction_id = s.transaction_id
      where t.tenant_id = ${this.#tenantId}`.execute(this.#transaction);
    return rows;
  }

  /** A transaction set apart has been looked at before, so among new ones alone there is nothing to look up. */
  async rejectedPairs(transactions: readonly PassTransaction[]): Promise<readonly RejectedPair[]> {
    if (transactions.every(({ state }) => state === 'unmatched')) return [];
    const { rows } = await sql<RejectedPair>`
      select left_transaction_id as "leftId", right_transaction_id as "rightId"
      from matches where tenant_id = ${this.#tenantId} and state = 'rejected'`.execute(this.#transaction);
    return rows;
  }

  async store(reconciliationId: string, plan: PassPlan, statementIds: readonly string[], at: Date): Promise<void> {
    await storePlan(this.#transaction, { tenantId: this.#tenantId, reconciliationId, plan, at });
    if (statementIds.length === 0) return;
    await sql`
      insert into inbox (tenant_id, consumer, message_id, handled_at)
      select ${this.#tenantId}::uuid, ${COVERED_BY}, unnest(${statementIds}::text[]), ${at}::timestamptz`.execute(this.#transaction);
  }

  /** Left are bank and processor, right the ledger: what the world says and what the books say. */
  async totals(): Promise<Totals> {
    const { rows } = await sql<Totals>`
      select
        coalesce(sum(new_count) filter (where source_kind <> 'ledger'), 0)::int as "leftCount",
        coalesce(sum(new_count) filter (where source_kind = 'ledger'), 0)::int as "rightCount",
        states."matchedCount", states."suggestedCount", states."exceptionCount"
      from statements
      cross join (
        select
          count(*) filter (where state = 'matched')::int as "matchedCount",
          count(*) filter (where state = 'suggested')::int as "suggestedCount",
          count(*) filter (where state = 'exception')::int as "exceptionCount"
        from transaction_states where tenant_id = ${this.#tenantId}
      ) states
      where tenant_id = ${this.#tenantId} and status = 'imported'
      group by states."matchedCount", states."suggestedCount", states."exceptionCount"`.execute(this.#transaction);
    return rows[0] ?? { leftCount: 0, rightCount: 0, matchedCount: 0, suggestedCount: 0, exceptionCount: 0 };
  }

  async complete(reconciliation: Reconciliation): Promise<void> {
    await insertReconciliation(this.#transaction, this.#tenantId, reconciliation);
    await appendEvent(this.#transaction, this.#tenantId, 'reconciliation.completed', { reconciliation });
  }
}

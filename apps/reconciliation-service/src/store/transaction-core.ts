import type { MatchSide } from '@fintrack/contracts';
import { type RawBuilder, sql } from 'kysely';

/**
 * `join lateral … on true` of the one row that `condition` names by its whole key. LIMIT keeps the planner from
 * joining in another order: a partition that is new has no statistics yet, and it then takes three tables of
 * hundreds of rows for one row each and multiplies them.
 */
export function lookUp(alias: string, table: string, condition: string): RawBuilder<unknown> {
  return sql.raw(`join lateral (select * from ${table} where ${condition} limit 1) ${alias} on true`);
}

/** The account of a transaction `t`, as `a`. */
export const accountOfTransaction = lookUp('a', 'accounts', 'tenant_id = t.tenant_id and account_id = t.account_id');

/** The transaction of a state `s`, as `t`. */
export const transactionOfState = lookUp('t', 'transactions', 'tenant_id = s.tenant_id and booking_date = s.booking_date and transaction_id = s.transaction_id');

/** Columns of MatchSide, ExceptionItem and Transaction from a transaction `t` and its account `a`. */
export const coreColumns = sql.raw(`
  t.transaction_id, t.booking_date, t.source_kind, a.identifier, t.amount_minor, t.currency, t.reference, t.counterparty_name, t.description`);

export interface CoreRow {
  readonly transaction_id: string;
  readonly booking_date: string;
  readonly source_kind: MatchSide['sourceKind'];
  readonly identifier: string;
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly reference: string | null;
  readonly counterparty_name: string | null;
  readonly description: string;
}

export function coreOf(row: CoreRow): MatchSide {
  return {
    transactionId: row.transaction_id,
    bookingDate: row.booking_date,
    sourceKind: row.source_kind,
    accountIdentifier: row.identifier,
    amount: { amountMinor: row.amount_minor.toString(), currency: row.currency },
    reference: row.reference,
    counterpartyName: row.counterparty_name,
    description: row.description,
  };
}

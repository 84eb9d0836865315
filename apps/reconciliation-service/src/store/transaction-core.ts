import type { MatchSide } from '@fintrack/contracts';
import { sql } from 'kysely';

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

import { defaultRules, type ReconciliationException, reconcile, type Rule, type SourceKind, toEpochDay, type Transaction } from '../src/index.ts';

const firstDay = toEpochDay('2026-11-02');

/** A transaction that says nothing but its amount; `day` counts from Monday, 2 November 2026. */
function transaction(transactionId: string, sourceKind: SourceKind, amountMinor: bigint, more: Partial<Transaction> & { day?: number } = {}): Transaction {
  const { day = 0, ...rest } = more;
  return {
    transactionId, sourceKind, bookingDay: firstDay + day, amountMinor, currency: 'EUR', reference: null, bankReference: null,
    counterpartyName: null, counterpartyAccount: null, description: '', ...rest,
  };
}

type Given = Partial<Transaction> & { day?: number };
export const bank = (id: string, amountMinor: bigint, more?: Given): Transaction => transaction(id, 'bank', amountMinor, more);
export const ledger = (id: string, amountMinor: bigint, more?: Given): Transaction => transaction(id, 'ledger', amountMinor, more);
export const processor = (id: string, amountMinor: bigint, more?: Given): Transaction => transaction(id, 'processor', amountMinor, more);

export function rule(more: Partial<Rule> = {}): Rule {
  return {
    ruleId: 'rule-1', name: 'Rule 1', kind: 'exact', leftKind: 'bank', rightKind: 'ledger', toleranceMinor: 0n, windowDays: 0,
    outcome: 'matched', position: 1, enabled: true, ...more,
  };
}

/** `left right outcome` of each match, sorted. */
export function pairsOf(transactions: readonly Transaction[], rules: readonly Rule[] = defaultRules): readonly string[] {
  return reconcile({ transactions, rules }).matches.map((match) => `${match.leftId} ${match.rightId} ${match.outcome}`).toSorted();
}

export function exceptionsOf(transactions: readonly Transaction[], rules: readonly Rule[] = defaultRules): readonly ReconciliationException[] {
  return reconcile({ transactions, rules }).exceptions;
}

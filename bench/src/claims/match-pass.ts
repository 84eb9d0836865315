import { defaultRules, reconcile, type Transaction } from '@fintrack/matching';
import { makeBooks, transactionsOf } from '../books.ts';
import type { Claim } from '../claim.ts';
import { bestRound, elapsedMs } from '../best-round.ts';

/** All 21 default rules, scores, ambiguity and reasons, against one join that finds a part of the pairs. */
export const matchPass: Claim = {
  id: 'match-pass',
  ours: 'match pass with the default rules, in memory',
  reference: 'bare Map join on currency, amount and reference',
  ratioMax: 20,
  measure: async ({ rows, rounds }) => {
    const books = makeBooks(rows);
    const transactions = transactionsOf(books);
    const check = (pairs: number): void => {
      if (pairs < books.certainPairs) throw new Error(`${pairs} pairs found, but ${books.certainPairs} are certain`);
    };
    return bestRound(
      rounds + 2,
      () => elapsedMs(() => check(reconcile({ transactions, rules: defaultRules }).matches.length)),
      () => elapsedMs(() => check(mapJoin(transactions))),
    );
  },
};

function mapJoin(transactions: readonly Transaction[]): number {
  const keyOf = ({ currency, amountMinor, reference }: Transaction): string => `${currency} ${amountMinor} ${reference}`;
  const ledger = new Map<string, Transaction>();
  for (const transaction of transactions) if (transaction.sourceKind === 'ledger' && transaction.reference !== null) ledger.set(keyOf(transaction), transaction);
  const pairs: { left: Transaction; right: Transaction }[] = [];
  for (const transaction of transactions) {
    if (transaction.sourceKind !== 'bank' || transaction.reference === null) continue;
    const right = ledger.get(keyOf(transaction));
    if (right !== undefined) pairs.push({ left: transaction, right });
  }
  return pairs.length;
}

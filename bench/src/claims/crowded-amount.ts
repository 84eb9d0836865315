import { defaultRules, reconcile } from '@fintrack/matching';
import { type Books, type Entry, makeBooks, transactionsOf } from '../books.ts';
import type { Claim } from '../claim.ts';
import { bestRound, elapsedMs } from '../best-round.ts';

/** The worst case of a naive engine: every row could be every other row's counterpart. */
export const crowdedAmount: Claim = {
  id: 'crowded-amount',
  ours: 'match pass over rows of one amount, half without reference',
  reference: 'the same pass over the same rows with their own amounts',
  ratioMax: 6,
  measure: async ({ rows, rounds }) => {
    const books = withoutHalfTheReferences(makeBooks(rows));
    const crowd = transactionsOf({ bank: books.bank.map(sameAmount), ledger: books.ledger.map(sameAmount) });
    const own = transactionsOf(books);
    return bestRound(
      rounds,
      () => elapsedMs(() => reconcile({ transactions: crowd, rules: defaultRules })),
      () => elapsedMs(() => reconcile({ transactions: own, rules: defaultRules })),
    );
  },
};

function sameAmount(entry: Entry): Entry {
  return { ...entry, amountMinor: 999n };
}

function withoutHalfTheReferences({ bank, ledger }: Books): Pick<Books, 'bank' | 'ledger'> {
  const without = (entry: Entry): Entry => (/[02468]$/.test(entry.reference) ? { ...entry, reference: '' } : entry);
  return { bank: bank.map(without), ledger: ledger.map(without) };
}

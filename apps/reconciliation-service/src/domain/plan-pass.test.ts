import { describe, expect, it } from '@jest/globals';
import { defaultRules } from '@fintrack/matching';
import type { PassTransaction } from './pass-transaction.ts';
import { planPass } from './plan-pass.ts';

function transaction(transactionId: string, more: Partial<PassTransaction> = {}): PassTransaction {
  return {
    transactionId, sourceKind: transactionId.startsWith('b') ? 'bank' : 'ledger', bookingDay: 20_000, amountMinor: 1000n, currency: 'EUR', reference: null, bankReference: null,
    counterpartyName: null, counterpartyAccount: null, description: '', state: 'unmatched', reason: null, ...more,
  };
}

function plan(transactions: readonly PassTransaction[]) {
  let count = 0;
  return planPass({ transactions, rules: defaultRules, rejected: [], newId: () => `id-${(count += 1)}` });
}

describe('planPass', () => {
  it('pairs, counts by rule, and states the difference as left minus right', () => {
    const { matches, exceptions, byRule } = plan([transaction('b1', { reference: 'R' }), transaction('l1', { reference: 'R', amountMinor: 1025n })]);
    expect(matches).toMatchObject([{ matchId: 'id-1', state: 'suggested', differenceMinor: -25n, left: { transactionId: 'b1' }, right: { transactionId: 'l1' } }]);
    expect(exceptions).toEqual([]);
    expect(byRule).toEqual([{ ruleName: 'Same reference, amount within 1.00, 10 days', outcome: 'suggested', matchCount: 1 }]);
  });

  it('has new exceptions and those whose reason changed, not those that stay as they were', () => {
    const { exceptions } = plan([
      transaction('b1'),
      transaction('b2', { amountMinor: 5n, state: 'exception', reason: 'no_counterpart' }),
      transaction('b3', { amountMinor: 6n, state: 'exception', reason: 'ambiguous' }),
    ]);
    expect(exceptions.map(({ transaction: { transactionId }, reason }) => [transactionId, reason])).toEqual([['b1', 'no_counterpart'], ['b3', 'no_counterpart']]);
  });
});

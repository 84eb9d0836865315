import { describe, expect, it } from '@jest/globals';
import { defaultRules } from '@fintrack/matching';
import type { PassTransaction } from './pass-transaction.ts';
import { planPass } from './plan-pass.ts';

function transaction(transactionId: string, more: Partial<PassTransaction> = {}): PassTransaction {
  return {
    transactionId, sourceKind: transactionId.startsWith('b') ? 'bank' : 'ledger', bookingDay: 20_000, amountMinor: 1000n, currency: 'EUR', reference: null, bankReference: null,
    counterpartyName: null, counterpartyAccount: null, description: '', state: 'unmatched', reason: null, matchId: null, ...more,
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

  it('keeps a suggestion that comes out again, and withdraws one when a better counterpart has come', () => {
    const suggested = [
      transaction('b1', { reference: 'R', state: 'suggested', matchId: 'm1' }),
      transaction('l1', { reference: 'R', amountMinor: 1025n, state: 'suggested', matchId: 'm1' }),
    ];
    expect(plan(suggested)).toMatchObject({ withdrawn: [], matches: [], exceptions: [] });
    const better = plan([...suggested, transaction('l2', { reference: 'R' })]);
    expect(better.withdrawn).toEqual(['m1']);
    expect(better.matches).toMatchObject([{ state: 'confirmed', left: { transactionId: 'b1' }, right: { transactionId: 'l2' } }]);
    expect(better.exceptions.map(({ transaction: { transactionId } }) => transactionId)).toEqual(['l1']);
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

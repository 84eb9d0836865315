import { describe, expect, it } from '@jest/globals';
import { defaultRules, type Transaction } from '@fintrack/matching';
import { reconcileExcept } from './reconcile-except.ts';

function transaction(transactionId: string, more: Partial<Transaction> = {}): Transaction {
  return {
    transactionId,
    sourceKind: transactionId.startsWith('b') ? 'bank' : 'ledger',
    bookingDay: 20_000,
    amountMinor: 1000n,
    currency: 'EUR',
    reference: null,
    bankReference: null,
    counterpartyName: null,
    counterpartyAccount: null,
    description: '',
    ...more,
  };
}

const apart = (leftId: string, rightId: string) => [{ leftId, rightId }];
const pairsOf = ({ matches }: ReturnType<typeof reconcileExcept>) => matches.map(({ leftId, rightId }) => `${leftId}-${rightId}`);

describe('reconcileExcept', () => {
  it('pairs as the engine does when nothing was rejected', () => {
    expect(pairsOf(reconcileExcept([transaction('b1'), transaction('l1')], defaultRules, []))).toEqual(['b1-l1']);
  });

  it('leaves a rejected pair apart, with the rejection as reason', () => {
    const outcome = reconcileExcept([transaction('b1'), transaction('l1')], defaultRules, apart('b1', 'l1'));
    expect(outcome.matches).toEqual([]);
    expect([...outcome.exceptions].sort((a, b) => (a.transactionId < b.transactionId ? -1 : 1))).toEqual([
      { transactionId: 'b1', reason: 'match_rejected' },
      { transactionId: 'l1', reason: 'match_rejected' },
    ]);
  });

  it('holds whichever side was left when the pair was rejected', () => {
    expect(pairsOf(reconcileExcept([transaction('b1'), transaction('l1')], defaultRules, apart('l1', 'b1')))).toEqual([]);
  });

  it.each([
    ['left', 'l2', 'b1-l2', 'l1'],
    ['right', 'b2', 'b2-l1', 'b1'],
  ])('lets the %s one find its next-best counterpart', (_side, other, pair, alone) => {
    const rows = [transaction('b1', { reference: 'R1' }), transaction('l1', { reference: 'R1' }), transaction(other, { bookingDay: 20_001 })];
    const outcome = reconcileExcept(rows, defaultRules, apart('b1', 'l1'));
    expect(pairsOf(outcome)).toEqual([pair]);
    expect(outcome.exceptions).toEqual([{ transactionId: alone, reason: 'match_rejected' }]);
  });

  it('puts every transaction in exactly one place when one was rejected with several', () => {
    const rows = [transaction('b1', { reference: 'R1' }), transaction('l1', { reference: 'R1' }), transaction('l2', { bookingDay: 20_001 }), transaction('l3', { bookingDay: 20_500 })];
    const outcome = reconcileExcept(rows, defaultRules, [...apart('b1', 'l1'), ...apart('b1', 'l2')]);
    const placed = [...outcome.matches.flatMap(({ leftId, rightId }) => [leftId, rightId]), ...outcome.exceptions.map(({ transactionId }) => transactionId)];
    expect(placed.sort()).toEqual(['b1', 'l1', 'l2', 'l3']);
    expect(outcome.matches).toEqual([]);
  });
});

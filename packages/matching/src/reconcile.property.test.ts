import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultRules } from './default-rules.ts';
import { reconcile } from './reconcile.ts';
import { normaliseReference } from './reference.ts';
import { type Rule, toleranceOf, windowOf } from './rule.ts';
import type { SourceKind, Transaction } from './transaction.ts';

const sourceKinds: readonly SourceKind[] = ['bank', 'processor', 'ledger'];

/** Few values of each field, so that most cases hold equal rows, ties and near misses. */
const someTransactions: fc.Arbitrary<Transaction[]> = fc.array(
  fc.record({
    sourceKind: fc.constantFrom(...sourceKinds),
    bookingDay: fc.integer({ min: 20_000, max: 20_006 }),
    amountMinor: fc.constantFrom(100n, -100n, 101n, 150n, 5000n, 0n, 900_719_925_474_099_301n),
    currency: fc.constantFrom('EUR', 'EUR', 'USD'),
    reference: fc.constantFrom(null, null, 'INV-0001', 'INV-0002', 'NOTPROVIDED', ''),
    bankReference: fc.constantFrom(null, null, 'INV-0001', 'N7'),
    counterpartyName: fc.constantFrom(null, 'Acme Ltd', 'ACME', 'Globex Corporation'),
    counterpartyAccount: fc.constantFrom(null, null, 'DE1', 'DE2'),
    description: fc.constantFrom('', '', 'payment inv-0002', 'fee'),
  }),
  { maxLength: 40 },
).map((rows) => rows.map((row, index) => ({ ...row, transactionId: `${(index * 7919) % 1000}-${index}` })));

const someRule: fc.Arbitrary<Omit<Rule, 'ruleId' | 'name'>> = fc.record({
  kind: fc.constantFrom('exact', 'amount_tolerance', 'date_window'),
  kinds: fc.constantFrom<[SourceKind, SourceKind]>(['bank', 'ledger'], ['ledger', 'bank'], ['bank', 'processor'], ['processor', 'ledger']),
  toleranceMinor: fc.constantFrom(0n, 1n, 60n),
  windowDays: fc.integer({ min: 0, max: 7 }),
  outcome: fc.constantFrom('matched', 'suggested'),
  position: fc.integer({ min: 1, max: 5 }),
  enabled: fc.constantFrom(true, true, true, false),
  requireReference: fc.boolean(),
}).map(({ kinds: [leftKind, rightKind], ...rest }) => ({ ...rest, leftKind, rightKind }));

const someRules: fc.Arbitrary<readonly Rule[]> = fc.oneof(
  fc.constant(defaultRules),
  fc.array(someRule, { maxLength: 6 }).map((rules) => rules.map((rule, index) => ({ ...rule, ruleId: `r${index}`, name: `Rule ${index}` }))),
);

const runs = { numRuns: 400 };

describe('for any transactions and rules', () => {
  it('each transaction ends in exactly one match or one exception', () => {
    fc.assert(fc.property(someTransactions, someRules, (transactions, rules) => {
      const { matches, exceptions } = reconcile({ transactions, rules });
      const seen = [...matches.flatMap(({ leftId, rightId }) => [leftId, rightId]), ...exceptions.map(({ transactionId }) => transactionId)];
      expect(seen.toSorted()).toEqual(transactions.map(({ transactionId }) => transactionId).toSorted());
    }), runs);
  });

  it('the result does not depend on the order of transactions or of rules', () => {
    const shuffled = someTransactions.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
    const shuffledRules = someRules.chain((rules) => fc.tuple(fc.constant(rules), fc.shuffledSubarray([...rules], { minLength: rules.length })));
    fc.assert(fc.property(shuffled, shuffledRules, ([transactions, others], [rules, otherRules]) => {
      expect(reconcile({ transactions: others, rules: otherRules })).toEqual(reconcile({ transactions, rules }));
    }), runs);
  });

  it('each match keeps to its rule, its currency and its sign', () => {
    fc.assert(fc.property(someTransactions, someRules, (transactions, rules) => {
      const byId = new Map(transactions.map((row) => [row.transactionId, row]));
      const ruleById = new Map(rules.map((rule) => [rule.ruleId, rule]));
      for (const match of reconcile({ transactions, rules }).matches) {
        const [left, right, rule] = [byId.get(match.leftId), byId.get(match.rightId), ruleById.get(match.ruleId)];
        if (left === undefined || right === undefined || rule === undefined) throw new Error('unknown id');
        expect([left.sourceKind, right.sourceKind, left.currency]).toEqual([rule.leftKind, rule.rightKind, right.currency]);
        expect(match.differenceMinor).toBe(left.amountMinor - right.amountMinor);
        expect(match.dayGap).toBe(right.bookingDay - left.bookingDay);
        expect(Math.abs(match.dayGap)).toBeLessThanOrEqual(windowOf(rule));
        expect(match.differenceMinor <= toleranceOf(rule) && -match.differenceMinor <= toleranceOf(rule)).toBe(true);
        expect(left.amountMinor * right.amountMinor >= 0n).toBe(true);
        expect(rule.requireReference !== true || shareReference(left, right)).toBe(true);
        expect(match.score >= 0 && match.score <= 1000 && Number.isInteger(match.score)).toBe(true);
        expect(match.outcome === 'matched' && rule.outcome === 'suggested').toBe(false);
      }
    }), runs);
  });

  it('nothing is matched under contradicting references', () => {
    fc.assert(fc.property(someTransactions, someRules, (transactions, rules) => {
      const byId = new Map(transactions.map((row) => [row.transactionId, row]));
      for (const { leftId, rightId, outcome } of reconcile({ transactions, rules }).matches) {
        const left = byId.get(leftId) as Transaction;
        const right = byId.get(rightId) as Transaction;
        const both = normaliseReference(left.reference) !== undefined && normaliseReference(right.reference) !== undefined;
        const text = `${left.description} ${right.description}`.toUpperCase();
        if (outcome === 'matched' && both && !shareReference(left, right)) expect(text).toContain('INV-0002');
      }
    }), runs);
  });

  it('reconciling the exceptions again finds nothing new', () => {
    fc.assert(fc.property(someTransactions, someRules, (transactions, rules) => {
      // Which bank numbers are shared depends on all rows, and with it which rows count as equal.
      const rows = transactions.map((row) => ({ ...row, bankReference: null }));
      const free = new Set(reconcile({ transactions: rows, rules }).exceptions.map(({ transactionId }) => transactionId));
      expect(reconcile({ transactions: rows.filter((row) => free.has(row.transactionId)), rules }).matches).toEqual([]);
    }), runs);
  });

  it('the counts by rule are those of the matches', () => {
    fc.assert(fc.property(someTransactions, someRules, (transactions, rules) => {
      const { matches, byRule } = reconcile({ transactions, rules });
      for (const { ruleId, matched, suggested } of byRule) {
        const own = matches.filter((match) => match.ruleId === ruleId);
        expect([matched, suggested]).toEqual([own.filter(({ outcome }) => outcome === 'matched').length, own.filter(({ outcome }) => outcome === 'suggested').length]);
      }
    }), runs);
  });
});

function shareReference(left: Transaction, right: Transaction): boolean {
  const known = [left.reference, left.bankReference].map(normaliseReference).filter((text) => text !== undefined);
  return [right.reference, right.bankReference].map(normaliseReference).some((text) => text !== undefined && known.includes(text));
}

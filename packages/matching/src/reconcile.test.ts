import { describe, expect, it } from '@jest/globals';
import { bank, exceptionsOf, ledger, pairsOf, processor, rule } from '../test/build.ts';
import { defaultRules } from './default-rules.ts';
import { reconcile } from './reconcile.ts';

describe('a match', () => {
  it('states rule, difference, days from left to right and score', () => {
    const rules = [rule({ kind: 'amount_tolerance', toleranceMinor: 10n, windowDays: 3, outcome: 'suggested', requireReference: true })];
    const transactions = [bank('b', -1005n, { reference: 'INV-1' }), ledger('l', -1000n, { reference: 'inv-1 ', day: -2 })];
    expect(reconcile({ transactions, rules })).toEqual({
      matches: [{ leftId: 'b', rightId: 'l', ruleId: 'rule-1', ruleName: 'Rule 1', outcome: 'suggested', differenceMinor: -5n, dayGap: -2, score: 555 }],
      exceptions: [],
      byRule: [{ ruleId: 'rule-1', ruleName: 'Rule 1', matched: 0, suggested: 1 }],
    });
  });

  it('needs the same sign: a debit is no credit, and a tolerance does not bridge zero', () => {
    expect(pairsOf([bank('b', 500n), ledger('l', -500n)])).toEqual([]);
    const wide = [rule({ kind: 'amount_tolerance', toleranceMinor: 100n })];
    expect(pairsOf([bank('b', 20n, { reference: 'A' }), ledger('l', -20n, { reference: 'A' })], wide)).toEqual([]);
  });

  it('never mixes currencies', () => {
    expect(pairsOf([bank('b', 500n, { reference: 'A' }), ledger('l', 500n, { reference: 'A', currency: 'USD' })])).toEqual([]);
  });

  it('never joins two transactions of one source', () => {
    expect(pairsOf([bank('b1', 500n), bank('b2', 500n)])).toEqual([]);
  });

  it('holds amounts that a double cannot', () => {
    const amount = 900_719_925_474_099_301n;
    expect(pairsOf([bank('b', amount), ledger('l', amount), ledger('m', amount + 1n)], [rule()])).toEqual(['b l matched']);
  });
});

describe('among sources', () => {
  it('pairs bank with ledger, bank with processor and processor with ledger', () => {
    const transactions = [
      bank('b1', 100n), ledger('l1', 100n),
      bank('b2', 200n), processor('p2', 200n),
      processor('p3', 300n), ledger('l3', 300n),
    ];
    expect(pairsOf(transactions)).toEqual(['b1 l1 matched', 'b2 p2 matched', 'p3 l3 matched']);
  });

  it('gives each transaction to one match only, the earlier rule first', () => {
    const transactions = [bank('b', 100n), ledger('l', 100n), processor('p', 100n)];
    expect(pairsOf(transactions)).toEqual(['b l matched']);
    expect(exceptionsOf(transactions)).toEqual([{ transactionId: 'p', reason: 'no_counterpart' }]);
  });
});

describe('rules', () => {
  it('take in order of position, whatever their order in the list', () => {
    const late = rule({ ruleId: 'late', position: 2, kind: 'date_window', windowDays: 5, outcome: 'suggested' });
    const early = rule({ ruleId: 'early', position: 1 });
    const { matches } = reconcile({ transactions: [bank('b', 100n), ledger('l1', 100n, { day: 1 }), ledger('l0', 100n)], rules: [late, early] });
    expect(matches.map(({ rightId, ruleId }) => `${rightId} ${ruleId}`)).toEqual(['l0 early']);
  });

  it('that are not enabled take nothing and are not counted', () => {
    expect(reconcile({ transactions: [bank('b', 1n), ledger('l', 1n)], rules: [rule({ enabled: false })] })).toMatchObject({ matches: [], byRule: [] });
  });

  it('keep to their window and tolerance to the day and the cent', () => {
    const window = [rule({ kind: 'date_window', windowDays: 3 })];
    expect(pairsOf([bank('b', 1n), ledger('l', 1n, { day: 3 })], window)).toEqual(['b l matched']);
    expect(pairsOf([bank('b', 1n), ledger('l', 1n, { day: 4 })], window)).toEqual([]);
    const tolerance = [rule({ kind: 'amount_tolerance', toleranceMinor: 5n })];
    const named = { counterpartyName: 'Acme GmbH' };
    expect(pairsOf([bank('b', 100n, named), ledger('l', 105n, named)], tolerance)).toEqual(['b l matched']);
    expect(pairsOf([bank('b', 100n, named), ledger('l', 106n, named)], tolerance)).toEqual([]);
  });

  it('that require a reference read customer and bank references of both sides', () => {
    const rules = [rule({ requireReference: true })];
    expect(pairsOf([bank('b', 1n, { bankReference: 'X9' }), ledger('l', 1n, { reference: 'x 9' })], rules)).toEqual(['b l matched']);
    expect(pairsOf([bank('b', 1n), ledger('l', 1n)], rules)).toEqual([]);
    expect(pairsOf([bank('b', 1n, { reference: 'NOTPROVIDED' }), ledger('l', 1n, { reference: 'NOTPROVIDED' })], rules)).toEqual([]);
  });

  it.each([
    ['equal kinds', { rightKind: 'bank' as const }],
    ['a negative tolerance', { toleranceMinor: -1n }],
    ['a window beyond a year', { windowDays: 367 }],
    ['a window of half a day', { windowDays: 0.5 }],
  ])('with %s are refused', (_, fault) => {
    expect(() => reconcile({ transactions: [], rules: [rule(fault)] })).toThrow(RangeError);
  });
});

describe('the best candidate', () => {
  it('is the one with the reference, also where it lies later', () => {
    const rules = [rule({ kind: 'date_window', windowDays: 5 })];
    const transactions = [bank('b', 100n, { reference: 'INV-7' }), ledger('near', 100n), ledger('same', 100n, { reference: 'INV-7', day: 3 })];
    expect(pairsOf(transactions, rules)).toEqual(['b same matched']);
  });

  it('is the one whose text mentions the reference', () => {
    const transactions = [bank('b', 100n, { description: 'SEPA credit inv-2026-7 thank you' }), ledger('l1', 100n, { reference: 'INV-2026-7' }), ledger('l2', 100n, { reference: 'INV-2026-8' })];
    expect(pairsOf(transactions, [rule()])).toEqual(['b l1 matched']);
  });

  it('is the one with the like name, and the same account outweighs a name', () => {
    const transactions = [
      bank('b', 100n, { counterpartyName: 'MUELLER METALLBAU GMBH' }),
      ledger('l1', 100n, { counterpartyName: 'Mueller Metallbau' }), ledger('l2', 100n, { counterpartyName: 'Schmidt Reisen' }),
      bank('c', 200n, { counterpartyName: 'A. Weber', counterpartyAccount: 'DE02' }),
      ledger('l3', 200n, { counterpartyName: 'Weber, Anna', counterpartyAccount: 'DE01' }), ledger('l4', 200n, { counterpartyName: 'Privat', counterpartyAccount: 'DE02' }),
    ];
    expect(pairsOf(transactions, [rule()])).toEqual(['b l1 matched', 'c l4 matched']);
  });

  it('is suggested, not matched, when it is the best by a day only', () => {
    const transactions = [bank('b', 100n), ledger('l1', 100n, { day: 1 }), ledger('l2', 100n, { day: 2 })];
    expect(pairsOf(transactions)).toEqual(['b l1 suggested']);
  });
});

describe('what speaks against a pair', () => {
  it('makes it a suggestion: other references', () => {
    expect(pairsOf([bank('b', 100n, { reference: 'A-1' }), ledger('l', 100n, { reference: 'B-1' })])).toEqual(['b l suggested']);
  });

  it('makes it a suggestion: texts that do not agree, on the same day', () => {
    expect(pairsOf([bank('b', 100n, { description: 'Rent November' }), ledger('l', 100n, { description: 'Coffee' })])).toEqual(['b l suggested']);
  });

  it('prevents it: texts that do not agree, on another day or with another amount', () => {
    expect(pairsOf([bank('b', 100n, { description: 'Rent November' }), ledger('l', 100n, { description: 'Coffee', day: 1 })])).toEqual([]);
    expect(pairsOf([bank('b', 100n, { description: 'Rent November' }), ledger('l', 101n, { description: 'Coffee' })])).toEqual([]);
  });
});

describe('equal transactions', () => {
  it('pair up by occurrence: two equal fees on a day are two', () => {
    const transactions = [bank('b1', -5n), bank('b2', -5n), ledger('l1', -5n), ledger('l2', -5n)];
    expect(pairsOf(transactions)).toEqual(['b1 l1 matched', 'b2 l2 matched']);
  });

  it('are told apart by no number that one source alone knows', () => {
    const numbered = (bankReference: string) => ({ bankReference });
    const transactions = [bank('b1', -5n, numbered('N1')), bank('b2', -5n, numbered('N2')), ledger('l1', -5n, numbered('J1')), ledger('l2', -5n, numbered('J2'))];
    expect(pairsOf(transactions)).toEqual(['b1 l1 matched', 'b2 l2 matched']);
  });

  it('fill several counterparts that nothing else wants', () => {
    const transactions = [bank('b1', -5n), bank('b2', -5n), ledger('l1', -5n, { reference: 'J1' }), ledger('l2', -5n, { reference: 'J2' })];
    expect(pairsOf(transactions)).toEqual(['b1 l1 matched', 'b2 l2 matched']);
  });

  it('leave over what is one too many', () => {
    const transactions = [bank('b1', -5n), bank('b2', -5n), ledger('l1', -5n)];
    expect(pairsOf(transactions)).toEqual(['b1 l1 matched']);
    expect(exceptionsOf(transactions)).toEqual([{ transactionId: 'b2', reason: 'no_counterpart' }]);
  });
});

describe('ambiguity', () => {
  it('is never guessed: one amount, several references', () => {
    const transactions = [bank('b', 100n), ledger('l1', 100n, { reference: 'A' }), ledger('l2', 100n, { reference: 'B' })];
    expect(pairsOf(transactions)).toEqual([]);
    expect(exceptionsOf(transactions)).toEqual([
      { transactionId: 'b', reason: 'ambiguous', nearest: 'l1' },
      { transactionId: 'l1', reason: 'ambiguous', nearest: 'b' },
      { transactionId: 'l2', reason: 'ambiguous', nearest: 'b' },
    ]);
  });

  it('holds for whoever wants the same counterpart', () => {
    const transactions = [bank('b1', 100n, { reference: 'A' }), bank('b2', 100n, { reference: 'B' }), ledger('l', 100n)];
    expect(exceptionsOf(transactions)).toEqual([
      { transactionId: 'b1', reason: 'ambiguous', nearest: 'l' },
      { transactionId: 'b2', reason: 'ambiguous', nearest: 'l' },
      { transactionId: 'l', reason: 'ambiguous', nearest: 'b1' },
    ]);
  });

  it('of better candidates leaves the others to each other', () => {
    const transactions = [
      bank('b1', 100n, { reference: 'R-1' }), ledger('l1', 100n, { reference: 'R-1', description: 'one' }), ledger('l2', 100n, { reference: 'R-1', description: 'two' }),
      bank('b2', 100n), ledger('l3', 100n),
    ];
    expect(pairsOf(transactions, [rule()])).toEqual(['b2 l3 matched']);
    expect(exceptionsOf(transactions, [rule()]).map(({ transactionId, reason }) => `${transactionId} ${reason}`)).toEqual(['b1 ambiguous', 'l1 ambiguous', 'l2 ambiguous']);
  });

  it('ends when the reference gives one of them to another', () => {
    const transactions = [bank('b1', 100n), bank('b2', 100n, { reference: 'B' }), ledger('l1', 100n, { reference: 'A' }), ledger('l2', 100n, { reference: 'B' })];
    expect(pairsOf(transactions)).toEqual(['b1 l1 matched', 'b2 l2 matched']);
  });

  it('ends when a later rule takes one of them', () => {
    const rules = [rule(), rule({ ruleId: 'rule-2', position: 2, leftKind: 'processor', rightKind: 'ledger', requireReference: true })];
    const transactions = [bank('b', 100n), ledger('l1', 100n, { reference: 'A' }), ledger('l2', 100n, { reference: 'B' }), processor('p', 100n, { reference: 'B' })];
    expect(pairsOf(transactions, rules)).toEqual(['b l1 matched', 'p l2 matched']);
  });
});

describe('an input', () => {
  it('with an id that occurs twice is refused', () => {
    expect(() => reconcile({ transactions: [bank('x', 1n), ledger('x', 1n)], rules: defaultRules })).toThrow('transaction id occurs twice: x');
  });

  it('without transactions gives nothing, with every rule counted', () => {
    const { matches, exceptions, byRule } = reconcile({ transactions: [], rules: defaultRules });
    expect([matches, exceptions, byRule.length]).toEqual([[], [], defaultRules.length]);
  });
});

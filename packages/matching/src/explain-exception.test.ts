import { describe, expect, it } from '@jest/globals';
import { bank, exceptionsOf, ledger, processor, rule } from '../test/build.ts';

const reasonsOf = (...given: Parameters<typeof exceptionsOf>): readonly string[] =>
  exceptionsOf(...given).map(({ transactionId, reason, nearest }) => `${transactionId} ${reason} ${nearest ?? '-'}`);

describe('an exception', () => {
  it('amount_differs: the same reference with an amount outside every rule', () => {
    expect(reasonsOf([bank('b', 1000n, { reference: 'INV-1' }), ledger('l', 1500n, { reference: 'INV-1' })])).toEqual(['b amount_differs l', 'l amount_differs b']);
  });

  it('date_differs: the same amount and reference outside every window', () => {
    expect(reasonsOf([bank('b', 1000n, { reference: 'INV-1' }), ledger('l', 1000n, { reference: 'INV-1', day: 90 })])).toEqual(['b date_differs l', 'l date_differs b']);
  });

  it('date_differs: the same amount without references, up to 31 days beyond the window', () => {
    expect(reasonsOf([bank('b', 1000n), ledger('l', 1000n, { day: 41 })])).toEqual(['b date_differs l', 'l date_differs b']);
    expect(reasonsOf([bank('b', 1000n), ledger('l', 1000n, { day: 42 })])).toEqual(['b no_counterpart -', 'l no_counterpart -']);
  });

  it('currency_differs: the same reference, or the same amount near in time, in another currency', () => {
    expect(reasonsOf([bank('b', 1000n, { reference: 'INV-1' }), ledger('l', 1085n, { reference: 'INV-1', currency: 'USD' })])).toEqual(['b currency_differs l', 'l currency_differs b']);
    expect(reasonsOf([bank('b', 1000n), ledger('l', 1000n, { currency: 'USD' })])).toEqual(['b currency_differs l', 'l currency_differs b']);
  });

  it('no_counterpart: nothing of the other sources comes near, and what is matched does not count', () => {
    const transactions = [bank('b1', 1000n, { reference: 'INV-1' }), bank('b2', 1000n, { reference: 'INV-1', description: 'again' }), ledger('l', 1000n, { reference: 'INV-1', description: 'again' })];
    expect(reasonsOf(transactions)).toEqual(['b1 no_counterpart -']);
  });

  it('names the nearest in time, and a reference before an amount', () => {
    const transactions = [bank('b', 1000n, { reference: 'INV-1' }), ledger('l1', 2000n, { reference: 'INV-1', day: 9 }), ledger('l2', 3000n, { reference: 'INV-1', day: 4 }), ledger('l3', 1000n, { day: 20 })];
    expect(reasonsOf(transactions)[0]).toBe('b amount_differs l2');
  });

  it('looks only where a rule does', () => {
    expect(reasonsOf([bank('b', 1000n, { reference: 'R' }), processor('p', 900n, { reference: 'R' })], [rule()])).toEqual(['b no_counterpart -', 'p no_counterpart -']);
  });
});

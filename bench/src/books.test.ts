import { describe, expect, it } from '@jest/globals';
import { copyTextOf, csvOf, makeBooks, transactionsOf } from './books.ts';

describe('the books of the bench', () => {
  const books = makeBooks(2000);

  it('are the same in every run', () => {
    expect(csvOf(makeBooks(3).bank)).toBe(csvOf(makeBooks(3).bank));
    expect(makeBooks(2000)).toEqual(books);
  });

  it('have as many rows on each side as asked for, most of them certain pairs', () => {
    expect([books.bank.length, books.ledger.length]).toEqual([2000, 2000]);
    expect(books.certainPairs).toBeGreaterThan(1700);
    expect(books.certainPairs).toBeLessThan(2000);
  });

  it('say the same as file, as COPY text and as transactions', () => {
    const [first] = books.bank;
    if (first === undefined) throw new Error('no rows');
    const [day, amount] = (csvOf(books.bank).split('\n')[1] ?? '').split(',');
    const [copyDay, minor] = copyTextOf(books.bank).split(',');
    expect(day).toBe(copyDay);
    expect([BigInt((amount ?? '').replace('.', '')), BigInt(minor ?? '')]).toEqual([first.amountMinor, first.amountMinor]);
    const transactions = transactionsOf(books);
    expect(transactions.slice(0, 2000).map(({ amountMinor }) => amountMinor)).toEqual(books.bank.map(({ amountMinor }) => amountMinor));
    expect(new Set(transactions.map(({ transactionId }) => transactionId)).size).toBe(4000);
  });

  it('have references of their own for each payment', () => {
    const references = books.bank.map(({ reference }) => reference).filter((reference) => reference !== '');
    expect(new Set(references).size).toBe(references.length);
  });
});

import type { Transaction } from './transaction.ts';

/**
 * The bank reference, where another source knows it; else null. Banks number each entry, so a number
 * that nobody else repeats doesn't tell two equal fees apart for matching.
 */
export type SharedBankReference = (transaction: Transaction) => string | null;

/** Whether two transactions of one source, amount and currency are equal in all that matching reads. */
export function sameContent(a: Transaction, b: Transaction, shared: SharedBankReference): boolean {
  return a.bookingDay === b.bookingDay
    && a.reference === b.reference
    && a.counterpartyName === b.counterpartyName
    && a.counterpartyAccount === b.counterpartyAccount
    && a.description === b.description
    && (a.bankReference === b.bankReference || shared(a) === shared(b));
}

/** Equal exactly where `sameContent` holds. */
export function contentKey(transaction: Transaction, shared: SharedBankReference): string {
  const { bookingDay, reference, counterpartyName, counterpartyAccount, description } = transaction;
  return JSON.stringify([bookingDay, reference, shared(transaction), counterpartyName, counterpartyAccount, description]);
}

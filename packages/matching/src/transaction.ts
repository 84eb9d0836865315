/** Where a transaction was seen. */
export type SourceKind = 'bank' | 'processor' | 'ledger';

/**
 * One booked movement as the engine reads it. Richer objects may be passed; further fields are ignored.
 *
 * Sign convention: every source states the amount as the account sees it, credit positive and debit
 * negative, ledgers included. Counterparts therefore have the same sign, and the engine never negates.
 */
export interface Transaction {
  /** Unique among all transactions of one call; its ascending code-unit order is the engine's total order. */
  readonly transactionId: string;
  readonly sourceKind: SourceKind;
  /**
   * Days since 1970-01-01 (see `toEpochDay`). A small integer, because windows are subtractions and a
   * pass over 100,000 rows makes millions of them; PostgreSQL gives it as `booking_date - date '1970-01-01'`.
   */
  readonly bookingDay: number;
  /** Signed minor units. */
  readonly amountMinor: bigint;
  /** ISO 4217 code. Currencies never mix. */
  readonly currency: string;
  /** End-to-end id or customer reference. Empty, null and the banks' placeholders (NOTPROVIDED, NONREF) mean none. */
  readonly reference: string | null;
  readonly bankReference: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly description: string;
}

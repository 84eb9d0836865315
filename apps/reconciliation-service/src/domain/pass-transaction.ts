import type { Transaction } from '@fintrack/matching';

/** A transaction that takes part in a match pass: not looked at yet, or an exception that is still open. */
export interface PassTransaction extends Transaction {
  readonly state: 'unmatched' | 'exception';
  /** Why it is an exception; null while unmatched. */
  readonly reason: string | null;
}

/** Two transactions that a person has said do not belong together. */
export interface RejectedPair {
  readonly leftId: string;
  readonly rightId: string;
}

import type { Transaction } from '@fintrack/matching';

/** A transaction that takes part in a match pass: not looked at yet, an open exception, or half of a suggestion that nobody has decided. */
export interface PassTransaction extends Transaction {
  readonly state: 'unmatched' | 'exception' | 'suggested';
  /** Why it is an exception; null while unmatched. */
  readonly reason: string | null;
  /** The suggestion it is half of; null in the other states. */
  readonly matchId: string | null;
}

/** Two transactions that a person has said do not belong together. */
export interface RejectedPair {
  readonly leftId: string;
  readonly rightId: string;
}

import type { Outcome } from './rule.ts';

export interface Match {
  readonly leftId: string;
  readonly rightId: string;
  readonly ruleId: string;
  readonly ruleName: string;
  /** The rule's outcome, or `suggested` where the evidence is not clear (see README). */
  readonly outcome: Outcome;
  /** Left minus right, minor units. */
  readonly differenceMinor: bigint;
  /** Days from left to right; negative when right was booked first. */
  readonly dayGap: number;
  /** 0 to 1000; comparable within one rule. */
  readonly score: number;
}

/**
 * - `ambiguous`: several counterparts are equally likely, or the amount stands in a crowd; none was guessed.
 * - `amount_differs`: a free counterpart has the same reference but an amount outside every rule.
 * - `date_differs`: a free counterpart has the same amount but lies outside every window.
 * - `currency_differs`: a free counterpart has the same reference, or the same amount and day, in another currency.
 * - `no_counterpart`: none of these.
 */
export type ExceptionReason = 'no_counterpart' | 'amount_differs' | 'date_differs' | 'ambiguous' | 'currency_differs';

export interface ReconciliationException {
  readonly transactionId: string;
  readonly reason: ExceptionReason;
  /** The transaction that the reason speaks of. */
  readonly nearest?: string;
}

export interface RuleCount {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly matched: number;
  readonly suggested: number;
}

/** Every input transaction stands either in exactly one match or in exactly one exception. */
export interface Reconciliation {
  /** In the order in which they were made: by rule, then by descending score, then by left id. */
  readonly matches: readonly Match[];
  /** By ascending transaction id. */
  readonly exceptions: readonly ReconciliationException[];
  /** Every enabled rule in its order, those without a match included. */
  readonly byRule: readonly RuleCount[];
}

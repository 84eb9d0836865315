import type { TransactionGroup } from './transaction-group.ts';

/** A candidate: two groups that a rule allows to match. */
export interface Pair {
  readonly left: TransactionGroup;
  readonly right: TransactionGroup;
  readonly score: number;
  /** False where references contradict or not all rivals were seen: such a pair is at most suggested. */
  readonly trusted: boolean;
  /** The next pair of the same left or right group, by descending score. */
  nextOfLeft: Pair | undefined;
  nextOfRight: Pair | undefined;
}

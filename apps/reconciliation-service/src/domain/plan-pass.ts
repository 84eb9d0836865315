import type { Match, Rule } from '@fintrack/matching';
import type { RuleCount } from '@fintrack/contracts';
import type { PassTransaction, RejectedPair } from './pass-transaction.ts';
import { reconcileExcept } from './reconcile-except.ts';

/** A pair to be stored; the transactions are those given to the pass. */
export interface PlannedMatch {
  readonly matchId: string;
  readonly left: PassTransaction;
  readonly right: PassTransaction;
  readonly state: 'confirmed' | 'suggested';
  readonly ruleId: string;
  readonly ruleName: string;
  /** Left minus right, minor units. */
  readonly differenceMinor: bigint;
  /** Days from left to right. */
  readonly dayGap: number;
}

export interface PlannedException {
  readonly transaction: PassTransaction;
  readonly reason: string;
}

/** What a pass changes. Exceptions and suggestions that stay what they were are not in it. */
export interface PassPlan {
  /** Suggestions that no longer hold, since a transaction that came later fits better. */
  readonly withdrawn: readonly string[];
  readonly matches: readonly PlannedMatch[];
  readonly exceptions: readonly PlannedException[];
  readonly byRule: readonly RuleCount[];
}

export interface PassInput {
  readonly transactions: readonly PassTransaction[];
  readonly rules: readonly Rule[];
  readonly rejected: readonly RejectedPair[];
  readonly newId: () => string;
}

/**
 * Decides the state of every transaction of a pass.
 * @throws Error when the engine leaves one out or places it twice
 */
export function planPass({ transactions, rules, rejected, newId }: PassInput): PassPlan {
  const outcome = reconcileExcept(transactions, rules, rejected);
  const places = new Map(transactions.map((transaction, index) => [transaction.transactionId, index]));
  const isPlaced = new Uint8Array(transactions.length);
  let placedCount = 0;
  const take = (transactionId: string): PassTransaction => {
    const place = places.get(transactionId) ?? -1;
    if (isPlaced[place] !== 0) throw new Error(`the engine placed transaction ${transactionId} twice, or it was never given`);
    isPlaced[place] = 1;
    placedCount += 1;
    return transactions[place] as PassTransaction;
  };
  const planned = outcome.matches.map((match): PlannedMatch => ({
    matchId: newId(),
    left: take(match.leftId),
    right: take(match.rightId),
    state: match.outcome === 'matched' ? ('confirmed' as const) : ('suggested' as const),
    ruleId: match.ruleId,
    ruleName: match.ruleName,
    differenceMinor: match.differenceMinor,
    dayGap: match.dayGap,
  }));
  const matches = planned.filter((match) => !isKept(match));
  const kept = new Set(planned.filter(isKept).map(({ left }) => left.matchId));
  const withdrawn = [...new Set(transactions.flatMap(({ matchId }) => (matchId === null || kept.has(matchId) ? [] : [matchId])))];
  const exceptions = outcome.exceptions
    .map(({ transactionId, reason }) => ({ transaction: take(transactionId), reason }))
    .filter(({ transaction, reason }) => transaction.state !== 'exception' || transaction.reason !== reason);
  if (placedCount !== transactions.length) throw new Error(`the engine left ${transactions.length - placedCount} transactions without a state`);
  return { withdrawn, matches, exceptions, byRule: countByRule(outcome.matches) };
}

/** A suggestion that comes out again stays the row it is, so that whoever looks at it can still decide it. */
function isKept({ state, left, right }: PlannedMatch): boolean {
  return state === 'suggested' && left.matchId !== null && left.matchId === right.matchId;
}

/** Rules in the order of their first match; a rule may give both outcomes, since what is ambiguous is only suggested. */
function countByRule(matches: readonly Match[]): readonly RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const { ruleName, outcome } of matches) {
    const key = `${outcome} ${ruleName}`;
    const count = counts.get(key) ?? { ruleName, outcome, matchCount: 0 };
    count.matchCount += 1;
    counts.set(key, count);
  }
  return [...counts.values()];
}

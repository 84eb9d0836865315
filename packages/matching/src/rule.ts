import type { SourceKind } from './transaction.ts';

/**
 * - `exact`: equal amount, same booking day.
 * - `date_window`: equal amount, at most `windowDays` apart.
 * - `amount_tolerance`: amounts of one sign that differ by at most `toleranceMinor`, at most `windowDays` apart.
 */
export type RuleKind = 'exact' | 'amount_tolerance' | 'date_window';

/** What a clear pair becomes. `matched` stands by itself; `suggested` waits for a person. */
export type Outcome = 'matched' | 'suggested';

export interface Rule {
  readonly ruleId: string;
  readonly name: string;
  readonly kind: RuleKind;
  readonly leftKind: SourceKind;
  readonly rightKind: SourceKind;
  /** Minor units, at least 0; read by `amount_tolerance` alone. */
  readonly toleranceMinor: bigint;
  /** Days either way, 0 to 366; not read by `exact`. */
  readonly windowDays: number;
  readonly outcome: Outcome;
  /** Lower positions take first; equal positions go by `ruleId`. */
  readonly position: number;
  readonly enabled: boolean;
  /** Pair only transactions that share a reference. @default false */
  readonly requireReference?: boolean;
}

export const windowDaysMax = 366;

/** Days apart that the rule allows. */
export function windowOf(rule: Rule): number {
  return rule.kind === 'exact' ? 0 : rule.windowDays;
}

/** Minor units of difference that the rule allows. */
export function toleranceOf(rule: Rule): bigint {
  return rule.kind === 'amount_tolerance' ? rule.toleranceMinor : 0n;
}

/** @throws RangeError for a rule that the rules table would not hold. */
export function assertRule(rule: Rule): void {
  const at = `rule ${JSON.stringify(rule.name)}`;
  if (rule.leftKind === rule.rightKind) throw new RangeError(`${at}: leftKind and rightKind are both ${rule.leftKind}`);
  if (rule.toleranceMinor < 0n) throw new RangeError(`${at}: toleranceMinor is negative`);
  if (!Number.isInteger(rule.windowDays) || rule.windowDays < 0 || rule.windowDays > windowDaysMax) {
    throw new RangeError(`${at}: windowDays must be an integer from 0 to ${windowDaysMax}, got ${rule.windowDays}`);
  }
}

/** Enabled rules in the order in which they take. */
export function rulesInOrder(rules: readonly Rule[]): readonly Rule[] {
  return rules
    .filter((rule) => rule.enabled)
    .toSorted((a, b) => a.position - b.position || (a.ruleId < b.ruleId ? -1 : 1));
}

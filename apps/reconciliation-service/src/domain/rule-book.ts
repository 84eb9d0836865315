import type { RuleInput, RuleSet } from '@fintrack/contracts';

export interface RuleFault {
  /** JSON pointer into the request. */
  readonly field: string;
  readonly expected: string;
}

/** What the shape alone can't say of a list of rules. */
export function ruleFaults(rules: readonly RuleInput[]): readonly RuleFault[] {
  const names = new Set<string>();
  return rules.flatMap(({ name, leftKind, rightKind, kind, toleranceMinor, windowDays }, index) => {
    const faults: RuleFault[] = [];
    if (leftKind === rightKind) faults.push({ field: `/rules/${index}/rightKind`, expected: `another source than leftKind, which is ${leftKind}` });
    // A suggestion finds its rule by these again when rules are replaced.
    const key = JSON.stringify([name, leftKind, rightKind]);
    if (names.has(key)) faults.push({ field: `/rules/${index}/name`, expected: 'a name that no other rule of the same sources has' });
    if (kind === 'exact' && windowDays !== 0) faults.push({ field: `/rules/${index}/windowDays`, expected: '0, since an exact rule asks for the same day' });
    if (kind !== 'amount_tolerance' && BigInt(toleranceMinor) !== 0n) {
      faults.push({ field: `/rules/${index}/toleranceMinor`, expected: `0, since only amount_tolerance rules let amounts differ` });
    }
    names.add(key);
    return faults;
  });
}

export interface RuleBook {
  inForce(tenantId: string): Promise<RuleSet>;
  replace(tenantId: string, rules: readonly RuleInput[]): Promise<RuleSet>;
}

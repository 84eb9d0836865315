import type { Rule } from './rule.ts';
import type { SourceKind } from './transaction.ts';

type Template = Pick<Rule, 'name' | 'kind' | 'toleranceMinor' | 'windowDays' | 'outcome'> & { key: string; requireReference: boolean };

const pairs: readonly (readonly [SourceKind, SourceKind])[] = [['bank', 'ledger'], ['bank', 'processor'], ['processor', 'ledger']];

/** Strictest first. A difference in amount always waits for a person, even under one reference. */
const templates: readonly Template[] = [
  { key: 'reference-exact', name: 'Same reference, amount and day', kind: 'exact', requireReference: true, toleranceMinor: 0n, windowDays: 0, outcome: 'matched' },
  { key: 'reference-window', name: 'Same reference and amount, 10 days', kind: 'date_window', requireReference: true, toleranceMinor: 0n, windowDays: 10, outcome: 'matched' },
  { key: 'exact', name: 'Same amount and day', kind: 'exact', requireReference: false, toleranceMinor: 0n, windowDays: 0, outcome: 'matched' },
  { key: 'window', name: 'Same amount, 3 days', kind: 'date_window', requireReference: false, toleranceMinor: 0n, windowDays: 3, outcome: 'matched' },
  { key: 'reference-tolerance', name: 'Same reference, amount within 1.00, 10 days', kind: 'amount_tolerance', requireReference: true, toleranceMinor: 100n, windowDays: 10, outcome: 'suggested' },
  { key: 'wide-window', name: 'Same amount, 10 days', kind: 'date_window', requireReference: false, toleranceMinor: 0n, windowDays: 10, outcome: 'suggested' },
  { key: 'tolerance', name: 'Amount within 1.00, 3 days', kind: 'amount_tolerance', requireReference: false, toleranceMinor: 100n, windowDays: 3, outcome: 'suggested' },
];

/** The rules of a tenant that has none of its own: by strictness, and for each strictness bank↔ledger, bank↔processor, processor↔ledger. */
export const defaultRules: readonly Rule[] = templates.flatMap((template, step) =>
  pairs.map(([leftKind, rightKind], index): Rule => {
    const { key, ...rest } = template;
    return { ...rest, ruleId: `default-${key}-${leftKind}-${rightKind}`, leftKind, rightKind, position: (step * pairs.length + index + 1) * 10, enabled: true };
  }),
);

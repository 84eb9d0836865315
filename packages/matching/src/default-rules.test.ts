import { describe, expect, it } from '@jest/globals';
import { defaultRules } from './default-rules.ts';
import { assertRule } from './rule.ts';

describe('defaultRules', () => {
  it('are valid, enabled, and of ids and positions of their own', () => {
    for (const rule of defaultRules) assertRule(rule);
    expect(defaultRules.every(({ enabled }) => enabled)).toBe(true);
    expect(new Set(defaultRules.map(({ ruleId }) => ruleId)).size).toBe(defaultRules.length);
    expect(new Set(defaultRules.map(({ position }) => position)).size).toBe(defaultRules.length);
  });

  it('match no difference in amount by themselves', () => {
    expect(defaultRules.filter(({ kind, outcome }) => kind === 'amount_tolerance' && outcome === 'matched')).toEqual([]);
  });

  it('pair each two sources by the same steps', () => {
    const steps = (left: string, right: string) => defaultRules.filter((rule) => rule.leftKind === left && rule.rightKind === right).map(({ name, kind, windowDays }) => [name, kind, windowDays]);
    expect(steps('bank', 'processor')).toEqual(steps('bank', 'ledger'));
    expect(steps('processor', 'ledger')).toEqual(steps('bank', 'ledger'));
  });
});

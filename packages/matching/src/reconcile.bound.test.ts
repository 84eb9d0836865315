import { describe, expect, it } from '@jest/globals';
import { bank, ledger } from '../test/build.ts';
import { defaultRules } from './default-rules.ts';
import { reconcile } from './reconcile.ts';
import type { Transaction } from './transaction.ts';

type More = Partial<Transaction> & { day?: number };

function bothSides(count: number, describeRow: (index: number, side: 'bank' | 'ledger') => More): readonly Transaction[] {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return [
    ...indexes.map((index) => bank(`b${String(index).padStart(6, '0')}`, 999n, describeRow(index, 'bank'))),
    ...indexes.map((index) => ledger(`l${String(index).padStart(6, '0')}`, 999n, describeRow(index, 'ledger'))),
  ];
}

function cpuMsOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const rows = 50_000;

describe('50,000 rows of one amount on each side', () => {
  it('that nothing tells apart pair up by occurrence', () => {
    const { matches, exceptions } = reconcile({ transactions: bothSides(rows, () => ({})), rules: defaultRules });
    expect([matches.length, exceptions.length]).toEqual([rows, 0]);
    expect(matches.every(({ leftId, rightId, outcome }) => leftId.slice(1) === rightId.slice(1) && outcome === 'matched')).toBe(true);
  });

  it('pair up by reference, however crowded the amount', () => {
    const transactions = bothSides(rows, (index, side) => ({ reference: `E2E-${index}`, day: side === 'bank' ? 0 : index % 3, description: `${side} ${index}` }));
    const { matches } = reconcile({ transactions, rules: defaultRules });
    expect(matches.length).toBe(rows);
    expect(matches.every(({ leftId, rightId, outcome }) => leftId.slice(1) === rightId.slice(1) && outcome === 'matched')).toBe(true);
  });

  it('pair up by counterparty, however crowded the amount', () => {
    const transactions = bothSides(rows, (index) => ({ counterpartyAccount: `DE${index}` }));
    expect(reconcile({ transactions, rules: defaultRules }).byRule.reduce((sum, { matched }) => sum + matched, 0)).toBe(rows);
  });

  it.each<[string, (index: number, side: string) => More]>([
    ['contradicting references', (index, side) => ({ reference: `${side}-${index}` })],
    ['one capacity that all want', (index, side) => (side === 'bank' ? {} : { description: `fee ${index}` })],
    ['texts that hardly differ', (index, side) => ({ description: `${side} subscription ${index * 7}`, day: index % 20 })],
  ])('take time in proportion to their number: %s', (_, describeRow) => {
    const small = bothSides(rows / 8, describeRow);
    const large = bothSides(rows, describeRow);
    const run = (transactions: readonly Transaction[]) => () => void reconcile({ transactions, rules: defaultRules });
    run(small)();
    const smallMs = Math.min(cpuMsOf(run(small)), cpuMsOf(run(small)));
    // Eight times the rows: linear is 8, n log n 10, quadratic 64. Caches and garbage take the rest.
    expect(cpuMsOf(run(large)) / smallMs).toBeLessThan(28);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { differences } from './differences.ts';
import { expectedOutcome, samples, samplesFolder } from './samples.ts';
import { summary } from './summary.ts';

describe('differences', () => {
  it('is empty for equal outcomes', () => {
    expect(differences(expectedOutcome(), expectedOutcome())).toEqual([]);
  });

  it('names what differs, is missing and is too much', () => {
    expect(differences({ a: { b: 1, c: 2 } }, { a: { b: 3, d: 4 } })).toEqual(['a › b: expected 1, got 3', 'a › c: expected 2, got undefined', 'a › d: expected undefined, got 4']);
  });
});

describe('summary', () => {
  it('shows states, rules, reasons and times', () => {
    const text = summary(expectedOutcome(), { importMs: { 'ledger-2026-10.csv': 12 }, reconcileMs: 34 });
    for (const line of [/^matched +66$/m, /^all +84$/m, /^Same reference, amount and day +23 +0$/m, /^no_counterpart +6$/m, /^ledger-2026-10\.csv +42 +12$/m, /Reconciled in 34 ms/]) expect(text).toMatch(line);
  });
});

describe('the samples', () => {
  const read = (name: string) => readFileSync(join(samplesFolder, name), 'utf8');
  const expected = expectedOutcome();
  const minor = (text: string) => BigInt(text.replace('.', ''));

  it('have as many entries as expected, each in one state', () => {
    const { matched, suggested, exceptions } = expected.transactions;
    const entries = samples.reduce((sum, { fileName }) => sum + (expected.files[fileName]?.entries ?? 0), 0);
    expect(matched + suggested + exceptions).toBe(entries);
    expect(Object.values(expected.exceptionsByReason).reduce((a, b) => a + b)).toBe(exceptions);
    const pairs = Object.values(expected.pairsByRule);
    expect(pairs.reduce((sum, rule) => sum + 2 * rule.matched, 0)).toBe(matched);
    expect(pairs.reduce((sum, rule) => sum + 2 * rule.suggested, 0)).toBe(suggested);
  });

  it('tie: the statement’s balances differ by the sum of its entries', () => {
    const xml = read('bank-statement-2026-10.camt053.xml');
    const entries = [...xml.matchAll(/<NtryRef>\d+<\/NtryRef>\s*<Amt Ccy="EUR">([\d.]+)<\/Amt>\s*<CdtDbtInd>(\w+)</g)];
    expect(entries).toHaveLength(expected.files['bank-statement-2026-10.camt053.xml']?.entries ?? 0);
    const sum = entries.reduce((total, [, amount, side]) => total + (side === 'CRDT' ? 1n : -1n) * minor(amount as string), 0n);
    const balance = (code: string) => minor(new RegExp(`<Cd>${code}</Cd></CdOrPrtry></Tp>\\s*<Amt Ccy="EUR">([\\d.]+)<`).exec(xml)?.[1] as string);
    expect(balance('CLBD') - balance('OPBD')).toBe(sum);
  });

  it('have a mapping that names the ledger’s own columns', () => {
    const mapping = JSON.parse(read('ledger-2026-10.mapping.json')) as { columns: Record<string, string> };
    const [heading = '', ...rows] = read('ledger-2026-10.csv').trim().split('\n');
    expect(heading.split(';')).toEqual(expect.arrayContaining(Object.values(mapping.columns)));
    expect(rows).toHaveLength(expected.files['ledger-2026-10.csv']?.entries ?? 0);
  });
});

import { table } from '../console/table.ts';
import type { Timings } from './reconcile-samples.ts';
import type { Outcome } from './samples.ts';

/** What the person reads: states, rules, files, each with its time. */
export function summary({ files, transactions, pairsByRule, exceptionsByReason }: Outcome, timings: Timings): string {
  const { matched, suggested, exceptions } = transactions;
  const byCount = (a: [string, { matched: number; suggested: number }], b: [string, { matched: number; suggested: number }]) =>
    b[1].matched - a[1].matched || b[1].suggested - a[1].suggested || a[0].localeCompare(b[0]);
  return [
    table([['Imported', 'Entries', 'ms'], ...Object.entries(files).map(([name, { entries }]) => [name, entries, timings.importMs[name] ?? 0])]),
    table([['Transactions', 'Count'], ['matched', matched], ['suggested', suggested], ['exceptions', exceptions], ['all', matched + suggested + exceptions]]),
    table([['Pairs by rule', 'Matched', 'Suggested'], ...Object.entries(pairsByRule).sort(byCount).map(([rule, counts]) => [rule, counts.matched, counts.suggested])]),
    table([['Exceptions by reason', 'Count'], ...Object.entries(exceptionsByReason).sort(([, a], [, b]) => b - a)]),
    `Reconciled in ${timings.reconcileMs} ms.`,
  ].join('\n\n');
}

import type { Reconciliation } from '@fintrack/contracts';
import type { Output } from './output.ts';
import type { Column } from './table.ts';
import { counted, durationText } from './words.ts';

const ruleColumns: readonly Column<Reconciliation['byRule'][number]>[] = [
  { heading: 'Rule', value: ({ ruleName }) => ruleName, shrinks: true },
  { heading: 'Outcome', value: ({ outcome }) => outcome },
  { heading: 'Pairs', value: ({ matchCount }) => matchCount.toLocaleString('en-US'), align: 'right' },
];

/** What a pass found: counts of transactions, then pairs by rule. */
export function reconciliationText(reconciliation: Reconciliation, output: Output): string {
  const { leftCount, rightCount, matchedCount, suggestedCount, exceptionCount, durationMs, byRule } = reconciliation;
  const counts = output.table<readonly [string, number]>(
    [{ heading: 'Transactions', value: ([name]) => name }, { heading: 'Count', value: ([, count]) => count.toLocaleString('en-US'), align: 'right' }],
    [['matched', matchedCount], ['suggested', suggestedCount], ['exceptions', exceptionCount]],
  );
  const rules = byRule.length === 0 ? 'No rule found a new pair.' : output.table(ruleColumns, byRule);
  return `Compared ${counted(leftCount, 'transaction')} with ${rightCount.toLocaleString('en-US')} in ${durationText(durationMs)}.\n\n${counts}\n\n${rules}`;
}

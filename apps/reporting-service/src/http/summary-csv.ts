import { formatAmount, type SummaryReport } from '@fintrack/contracts';
import { matchRate } from '../domain/summary-report.ts';
import { csvRecord, inert } from './csv.ts';

const header = [
  'source_kind', 'currency', 'transaction_count', 'matched_count', 'suggested_count', 'exception_count', 'resolved_count', 'unmatched_count', 'match_rate', 'sum', 'exception_sum',
  'rule_name', 'confirmed_pair_count', 'suggested_pair_count',
];
const noRule = [null, null, null];
const noSource = Array.from({ length: header.length - noRule.length }, () => null);

/**
 * One record per source and currency, then one per rule; either leaves the other's fields empty, so that all records are
 * of one length. Sums in the currency's main unit with a decimal point, the match rate from 0 to 1.
 */
export function summaryCsv({ bySource, byRule }: SummaryReport): string {
  const sources = bySource.map(({ sourceKind, counts, sum, exceptionSum }) =>
    csvRecord([
      sourceKind, sum.currency, counts.transactionCount, counts.matchedCount, counts.suggestedCount, counts.exceptionCount, counts.resolvedCount, counts.unmatchedCount,
      matchRate(counts)?.toFixed(4) ?? null, formatAmount(sum, { group: '' }), formatAmount(exceptionSum, { group: '' }),
      ...noRule,
    ]));
  const rules = byRule.map(({ ruleName, confirmedCount, suggestedCount }) => csvRecord([...noSource, inert(ruleName), confirmedCount, suggestedCount]));
  return csvRecord(header) + [...sources, ...rules].join('');
}

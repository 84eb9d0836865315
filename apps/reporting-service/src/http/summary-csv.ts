import { formatAmount, type SummaryReport } from '@fintrack/contracts';
import { matchRate } from '../domain/summary-report.ts';
import { csvRecord } from './csv.ts';

const header = [
  'source_kind', 'currency', 'transaction_count', 'matched_count', 'suggested_count', 'exception_count', 'unmatched_count', 'match_rate', 'sum', 'exception_sum',
];

/** One record per source and currency; sums in the currency's main unit with a decimal point, the match rate from 0 to 1. */
export function summaryCsv({ bySource }: SummaryReport): string {
  const records = bySource.map(({ sourceKind, counts, sum, exceptionSum }) =>
    csvRecord([
      sourceKind, sum.currency, counts.transactionCount, counts.matchedCount, counts.suggestedCount, counts.exceptionCount, counts.unmatchedCount,
      matchRate(counts)?.toFixed(4) ?? null, formatAmount(sum, { group: '' }), formatAmount(exceptionSum, { group: '' }),
    ]));
  return csvRecord(header) + records.join('');
}

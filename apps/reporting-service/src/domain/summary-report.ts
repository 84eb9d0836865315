import type { SourceSummary, StateCounts, SummaryReport } from '@fintrack/contracts';
import type { ReportFilter, ReportState, SummaryFacts, TransactionGroup } from './reports.ts';

const countOf = {
  unmatched: 'unmatchedCount',
  matched: 'matchedCount',
  suggested: 'suggestedCount',
  exception: 'exceptionCount',
  resolved: 'resolvedCount',
} as const satisfies Record<ReportState, keyof StateCounts>;

/** The report of the facts, sources in the order in which they first occur among them. */
export function summaryReport({ groups, byRule, lastReconciliation }: SummaryFacts, { from, to }: ReportFilter, at: Date): SummaryReport {
  const bySource = Map.groupBy(groups, ({ sourceKind, currency }) => `${sourceKind} ${currency}`);
  return {
    generatedAt: at.toISOString(),
    from: from ?? null,
    to: to ?? null,
    totals: stateCounts(groups),
    bySource: [...bySource.values()].map(sourceSummary),
    byRule: [...byRule],
    lastReconciliation,
  };
}

/** Share of transactions that are matched, 0 to 1; null where there are none. */
export function matchRate({ transactionCount, matchedCount }: StateCounts): number | null {
  return transactionCount === 0 ? null : matchedCount / transactionCount;
}

function sourceSummary(groups: readonly TransactionGroup[]): SourceSummary {
  const [{ sourceKind, currency }] = groups as readonly [TransactionGroup];
  const money = (of: readonly TransactionGroup[]) => ({ amountMinor: of.reduce((sum, { sumMinor }) => sum + sumMinor, 0n).toString(), currency });
  return { sourceKind, counts: stateCounts(groups), sum: money(groups), exceptionSum: money(groups.filter(({ state }) => state === 'exception')) };
}

function stateCounts(groups: readonly TransactionGroup[]): StateCounts {
  const counts = { transactionCount: 0, matchedCount: 0, suggestedCount: 0, exceptionCount: 0, resolvedCount: 0, unmatchedCount: 0 };
  for (const { state, count } of groups) {
    counts.transactionCount += count;
    counts[countOf[state]] += count;
  }
  return counts;
}

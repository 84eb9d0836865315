import { once } from 'node:events';
import { type AgeingBucket, operations, type RuleSummary, type SourceKind, type SourceSummary, type StateCounts, type SummaryReport } from '@fintrack/contracts';
import type { Context } from '../context.ts';
import { moneyColumns } from '../output/money-columns.ts';
import type { Output } from '../output/output.ts';
import type { Column } from '../output/table.ts';
import { counted, instantText } from '../output/words.ts';

const { getSummaryReport, getExceptionsReport } = operations['reporting-service'];
const CSV_TIMEOUT_MS = 600_000;

export interface ReportOptions {
  readonly csv?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly source?: SourceKind;
}

/** Shows the summary or the age of exceptions; as CSV, what the service wrote goes to standard output as it comes. */
export async function report(context: Context, kind: 'summary' | 'exceptions', options: ReportOptions): Promise<void> {
  const { client, output } = context;
  const query = {
    ...(options.from === undefined ? {} : { from: options.from }), ...(options.to === undefined ? {} : { to: options.to }),
    ...(options.source === undefined ? {} : { sourceKind: options.source }),
  };
  if (options.csv === true) {
    const operation = kind === 'summary' ? getSummaryReport : getExceptionsReport;
    await copyBody(await client.request(operation, { query: { ...query, format: 'csv' }, timeoutMs: CSV_TIMEOUT_MS }, 'text/csv'), context.streams.stdout);
  } else if (kind === 'summary') {
    const summary = await client.call(getSummaryReport, { query });
    output.result(summary, () => summaryText(summary, output));
  } else {
    const ageing = await client.call(getExceptionsReport, { query });
    output.result(ageing, () => `Open exceptions by age, ${instantText(ageing.generatedAt)} UTC\n\n${output.table(ageingColumns, ageing.ageing)}\n\nOne by one: fintrack exceptions, or fintrack report exceptions --csv`);
  }
}

/** `84 transactions: 66 matched, 8 suggested, 10 exceptions, 0 not looked at yet`; resolved exceptions only where there are any. */
export function countsText({ transactionCount, matchedCount, suggestedCount, exceptionCount, resolvedCount, unmatchedCount }: StateCounts): string {
  const [matched, suggested, exceptions, unmatched] = [matchedCount, suggestedCount, exceptionCount, unmatchedCount].map((count) => count.toLocaleString('en-US'));
  return `${counted(transactionCount, 'transaction')}: ${matched} matched, ${suggested} suggested, ${exceptions} exceptions, ${resolvedCount === 0 ? '' : `${resolvedCount.toLocaleString('en-US')} resolved, `}${unmatched} not looked at yet`;
}

const right = (heading: string, value: (row: SourceSummary) => number): Column<SourceSummary> => ({ heading, value: (row) => value(row).toLocaleString('en-US'), align: 'right' });

const sourceColumns: readonly Column<SourceSummary>[] = [
  { heading: 'Source', value: ({ sourceKind }) => sourceKind },
  right('Transactions', ({ counts }) => counts.transactionCount),
  right('Matched', ({ counts }) => counts.matchedCount),
  right('Suggested', ({ counts }) => counts.suggestedCount),
  right('Exceptions', ({ counts }) => counts.exceptionCount),
  right('Resolved', ({ counts }) => counts.resolvedCount),
  right('Unseen', ({ counts }) => counts.unmatchedCount),
  ...moneyColumns<SourceSummary>('Sum', ({ sum }) => sum),
  ...moneyColumns<SourceSummary>('Exceptions', ({ exceptionSum }) => exceptionSum),
];

const ruleColumns: readonly Column<RuleSummary>[] = [
  { heading: 'Rule', value: ({ ruleName }) => ruleName, shrinks: true },
  { heading: 'Confirmed pairs', value: ({ confirmedCount }) => confirmedCount.toLocaleString('en-US'), align: 'right' },
  { heading: 'Suggested pairs', value: ({ suggestedCount }) => suggestedCount.toLocaleString('en-US'), align: 'right' },
];

const ageingColumns: readonly Column<AgeingBucket>[] = [
  { heading: 'Days since booking', value: ({ fromDays, toDays }) => (toDays === null ? `${fromDays} and more` : `${fromDays} to ${toDays}`) },
  { heading: 'Exceptions', value: ({ exceptionCount }) => exceptionCount.toLocaleString('en-US'), align: 'right' },
];

function summaryText(summary: SummaryReport, output: Output): string {
  const period = summary.from === null && summary.to === null ? '' : `, booked ${summary.from ?? 'any time'} to ${summary.to ?? 'today'}`;
  const last = summary.lastReconciliation;
  return [
    `Reconciliation as of ${instantText(summary.generatedAt)} UTC${period}`,
    '',
    `${countsText(summary.totals)}.`,
    ...(summary.bySource.length === 0 ? [] : ['', output.table(sourceColumns, summary.bySource)]),
    ...(summary.byRule.length === 0 ? [] : ['', output.table(ruleColumns, summary.byRule)]),
    '',
    last ? `Last reconciliation: ${instantText(last.finishedAt)} UTC` : 'No reconciliation has run yet: fintrack reconcile',
  ].join('\n');
}

async function copyBody(response: Response, stdout: NodeJS.WriteStream): Promise<void> {
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    if (!stdout.write(chunk)) await once(stdout, 'drain');
  }
}

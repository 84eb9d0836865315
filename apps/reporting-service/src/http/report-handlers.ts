import { Readable } from 'node:stream';
import type { ExceptionItem, operations } from '@fintrack/contracts';
import { type Handlers, problem, type ProblemReply, reply } from '@fintrack/service-kit';
import { ageDays, ageing } from '../domain/ageing.ts';
import type { ExceptionPage, ReportFilter, Reports } from '../domain/reports.ts';
import { summaryReport } from '../domain/summary-report.ts';
import { decodeCursor, encodeCursor } from './exception-cursor.ts';
import { exceptionRecord, exceptionsHeader } from './exceptions-csv.ts';
import { negotiate } from './negotiate.ts';
import { summaryCsv } from './summary-csv.ts';

type Operations = (typeof operations)['reporting-service'];
type MediaType = 'application/json' | 'text/csv';

export interface ReportHandlersOptions {
  readonly reports: Reports;
  readonly now: () => Date;
  /** Rows read at once for a CSV file. @default 5000 */
  readonly csvBatchRows?: number;
  /** Most exceptions in a CSV file; for more the period must be narrowed. @default 1000000, what a spreadsheet holds */
  readonly csvRowsMax?: number;
}

const pageLimitDefault = 100;
const varyByAccept = { vary: 'accept' };

export function reportHandlers({ reports, now, csvBatchRows = 5_000, csvRowsMax = 1_000_000 }: ReportHandlersOptions): Handlers<Operations> {
  return {
    getSummaryReport: async ({ query, principal, http }) => {
      const form = formOf(query, http.headers.accept);
      if ('problem' in form) return form;
      const report = summaryReport(await reports.summary(principal.tenantId, query), query, now());
      return form.mediaType === 'application/json' ? reply(200, report, varyByAccept) : csvFile('summary', summaryCsv(report));
    },

    getExceptionsReport: async ({ query, principal, http }) => {
      const form = formOf(query, http.headers.accept);
      if ('problem' in form) return form;
      const at = now();
      if (form.mediaType === 'text/csv') {
        // The first rows are read before the answer begins, so that a failure there still has its status.
        const first = await reports.exceptions(principal.tenantId, query, { limit: csvBatchRows });
        const rowCount = first.days.reduce((sum, { count }) => sum + count, 0);
        if (rowCount > csvRowsMax) return invalidPeriod(`${rowCount} exceptions are more than a file holds (${csvRowsMax}); narrow the period.`);
        return csvFile('exceptions', Readable.from(exceptionLines({ reports, at, csvBatchRows }, principal.tenantId, query, first)));
      }
      const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
      if (query.cursor !== undefined && after === undefined) {
        return problem('invalid_request', { detail: 'The cursor is none of this list.', errors: [{ field: '/cursor', expected: 'nextCursor of a page of this list' }] });
      }
      const facts = await reports.exceptions(principal.tenantId, query, { limit: query.limit ?? pageLimitDefault, after });
      return reply(200, {
        generatedAt: at.toISOString(),
        ageing: ageing(facts.days, at),
        items: facts.items.map((exception) => ({ exception, ageDays: ageDays(exception.bookingDate, at) })),
        nextCursor: facts.next === undefined ? null : encodeCursor(facts.next),
      }, varyByAccept);
    },
  };
}

/** How the report is to be written; `format` wins over the header Accept. */
function formOf(
  { from, to, format }: ReportFilter & { readonly format?: 'json' | 'csv' },
  accept: string | undefined,
): ProblemReply<'invalid_period' | 'not_acceptable'> | { readonly mediaType: MediaType } {
  if (from !== undefined && to !== undefined && from > to) return invalidPeriod('`from` is after `to`.');
  const asked = format && ({ json: 'application/json', csv: 'text/csv' } as const)[format];
  const mediaType = asked ?? negotiate<MediaType>(accept, ['application/json', 'text/csv']);
  return mediaType === undefined ? problem('not_acceptable', { detail: 'Reports come as application/json or text/csv.' }) : { mediaType };
}

const invalidPeriod = (detail: string) => problem('invalid_period', { detail });

function csvFile<Text extends string | Readable>(name: string, text: Text) {
  return { status: 200, mediaType: 'text/csv', text, headers: { 'content-disposition': `attachment; filename="${name}.csv"`, ...varyByAccept } } as const;
}

/** The file in pieces of one batch. No transaction stays open while a slow reader takes its time; a row occurs once at most. */
async function* exceptionLines(
  { reports, at, csvBatchRows }: { readonly reports: Reports; readonly at: Date; readonly csvBatchRows: number },
  tenantId: string,
  filter: ReportFilter,
  first: ExceptionPage,
): AsyncGenerator<string> {
  const lines = (items: readonly ExceptionItem[]) => items.map((item) => exceptionRecord(item, at)).join('');
  yield exceptionsHeader + lines(first.items);
  let { next } = first;
  while (next !== undefined) {
    const batch = await reports.exceptionPage(tenantId, filter, { limit: csvBatchRows, after: next });
    yield lines(batch.items);
    next = batch.next;
  }
}

import { operations } from '@fintrack/contracts';
import type { Context } from '../context.ts';
import { statementColumns } from '../output/statement-columns.ts';
import { durationText, instantText } from '../output/words.ts';
import { described } from './login.ts';
import { countsText } from './report.ts';

const STATEMENTS_SHOWN = 10;

/** Who is signed in where, how far the files are, and the state of reconciliation. */
export async function status({ client, output, address }: Context): Promise<void> {
  const me = await client.call(operations['auth-service'].getMe);
  const [statements, summary] = await Promise.all([
    client.call(operations['reconciliation-service'].listStatements, { query: { limit: STATEMENTS_SHOWN } }),
    client.call(operations['reporting-service'].getSummaryReport),
  ]);
  const { totals, lastReconciliation: last } = summary;
  output.result({ url: address, me, totals, lastReconciliation: last, statements: statements.items }, () => [
    `FinTrack at ${address}, signed in as ${described(me)}`,
    `${countsText(totals)}`,
    last ? `Last reconciliation ${instantText(last.finishedAt)} UTC, ${durationText(last.durationMs)}` : 'No reconciliation has run yet: fintrack reconcile',
    '',
    statements.items.length === 0 ? 'No files uploaded yet: fintrack import FILE' : output.table(statementColumns, statements.items),
    ...(statements.nextCursor === null ? [] : [`\nThe newest ${STATEMENTS_SHOWN} of more.`]),
  ].join('\n'));
}

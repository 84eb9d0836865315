import { setTimeout as delay } from 'node:timers/promises';
import { operations, type Statement } from '@fintrack/contracts';
import type { Client } from '../api/client.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { startProgress } from '../output/progress.ts';

const { getStatement } = operations['reconciliation-service'];
const POLL_MS = 200;
const POLL_MS_MAX = 2_000;

/** The statements in their order, each imported or rejected. */
export async function waitForStatements(client: Client, statements: readonly Statement[], stderr: NodeJS.WriteStream, timeoutMs: number): Promise<Statement[]> {
  const until = Date.now() + timeoutMs;
  const progress = startProgress(stderr, 'Reading', statements.length, 'files');
  const finished: Statement[] = [];
  try {
    for (const { statementId } of statements) {
      finished.push(await finish(client, statementId, until));
      progress.advance(1);
    }
  } finally {
    progress.done();
  }
  return finished;
}

async function finish(client: Client, statementId: string, until: number): Promise<Statement> {
  for (let pauseMs = POLL_MS; ; pauseMs = Math.min(POLL_MS_MAX, pauseMs * 1.5)) {
    const statement = await client.call(getStatement, { params: { statementId } });
    if (statement.status !== 'received') return statement;
    if (Date.now() + pauseMs > until) {
      throw new CliError('timeout', `${statement.fileName} is still being read.`, { exitCode: exitCodes.timeout, hint: 'It goes on; `fintrack status` shows how far it is. --timeout SECONDS waits longer.' });
    }
    await delay(pauseMs);
  }
}

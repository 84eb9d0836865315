import { startFintrack } from '@fintrack/local-runtime';
import { Client } from 'pg';
import { copyAndJoin } from '../bare-join.ts';
import { type Books, copyTextOf, csvOf, makeBooks } from '../books.ts';
import type { BenchOptions, Claim } from '../claim.ts';
import { bestRound, type Round } from '../best-round.ts';
import { TenantSession } from '../tenant-session.ts';

/** Upload through the gateway, S3, SQS, parsing, COPY, match pass, until each row has its state. */
export const importAndReconcile: Claim = {
  id: 'import-and-reconcile',
  ours: 'import and reconcile, through the services',
  reference: 'bare COPY and hash join in the same PostgreSQL',
  ratioMax: 25,
  measure,
};

/** Lines of the services that are shown when the measurement fails. */
const warningsMax = 20;

async function measure({ rows, rounds, say, signal }: BenchOptions): Promise<Round> {
  const books = makeBooks(rows);
  const files = { bank: new Blob([csvOf(books.bank)]), ledger: new Blob([csvOf(books.ledger)]) };
  const copies = { bank: copyTextOf(books.bank), ledger: copyTextOf(books.ledger) };
  const warnings: string[] = [];
  const fintrack = await startFintrack({
    services: ['auth-service', 'reconciliation-service', 'transaction-worker'],
    signal,
    logLevel: 'warn',
    onLine: (service, line) => void (warnings.push(`${service}: ${line}`) > warningsMax && warnings.shift()),
  });
  const { host, port, user, password } = fintrack.backing.postgres;
  const client = new Client({ host, port, user, password, database: 'postgres' });
  try {
    await client.connect();
    let round = 0;
    const ours = async (): Promise<number> => {
      round += 1;
      const session = await TenantSession.open(fintrack, `bench-${round}`);
      return run(session, files, books, say);
    };
    const reference = async (): Promise<number> => {
      const ms = await copyAndJoin(client, copies.bank, copies.ledger, books.certainPairs);
      say(`  bare COPY and hash join: ${Math.round(ms)} ms`);
      return ms;
    };
    const measured = bestRound(rounds, ours, reference);
    return await Promise.race([measured, fintrack.failed.then((error) => Promise.reject(error))]);
  } catch (error) {
    for (const line of warnings) say(`  ${line}`);
    throw error;
  } finally {
    await client.end();
    await fintrack.stop();
  }
}

async function run(session: TenantSession, files: { bank: Blob; ledger: Blob }, books: Books, say: (line: string) => void): Promise<number> {
  const started = performance.now();
  const lap = (): number => Math.round(performance.now() - started);
  const statementIds = await Promise.all([session.upload('bank', 'bank.csv', files.bank), session.upload('ledger', 'ledger.csv', files.ledger)]);
  const uploaded = lap();
  await Promise.all(statementIds.map((statementId) => session.untilImported(statementId)));
  const imported = lap();
  const { matchedCount, suggestedCount, exceptionCount } = await session.reconcile();
  const total = performance.now() - started;
  say(`  services: uploaded after ${uploaded} ms, imported after ${imported} ms, reconciled after ${Math.round(total)} ms: ${matchedCount} matched, ${suggestedCount} suggested, ${exceptionCount} exceptions`);
  const states = matchedCount + suggestedCount + exceptionCount;
  const rows = books.bank.length + books.ledger.length;
  if (states !== rows) throw new Error(`${states} of ${rows} rows have a state`);
  if (matchedCount < 2 * books.certainPairs) throw new Error(`${matchedCount} rows matched, but ${books.certainPairs} pairs are certain`);
  return total;
}

import type { EventOf } from '@fintrack/contracts';
import type { Delivery, Handled } from '@fintrack/service-kit';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunPass } from '../domain/run-pass.ts';
import type { Statements } from '../domain/statements.ts';

export interface MatchIngestedOptions {
  readonly runPass: RunPass;
  readonly statements: Pick<Statements, 'find' | 'isReading'>;
  /** Told when a reconciliation is to be announced. */
  readonly onCompleted: () => void;
}

/** A statement that was handed in longer ago waits for something else than its turn. */
const READING_MS_MAX = 60_000;
/** Most that a pass is put off for statements that are still being read. */
const PATIENCE_MS = 5_000;
const POLL_MS = 100;

/**
 * Handles `transaction.ingested` by a match pass. A pass covers all statements that wait, so of several
 * messages that come together the first does the work of all. Statements handed in together are matched together:
 * a pass over one side alone would call all of it exceptions, and the next would have to take that back.
 */
export async function matchIngested(
  { tenantId, data }: EventOf<'transaction.ingested'>,
  { signal }: Pick<Delivery, 'signal'>,
  { runPass, statements, onCompleted }: MatchIngestedOptions,
): Promise<Handled> {
  if ((await statements.find(tenantId, data.statementId)) === undefined) return { outcome: 'poison', reason: 'statement_unknown' };
  const started = Date.now();
  while (Date.now() - started < PATIENCE_MS && (await statements.isReading(tenantId, new Date(started - READING_MS_MAX)))) {
    await delay(POLL_MS, undefined, { signal });
  }
  const result = await runPass({ tenantId, trigger: 'ingest', requestedBy: null, unlessCovered: data.statementId });
  if (!result.ok) throw new Error(`${result.error.code}: the message comes again`);
  if (result.value !== 'covered') onCompleted();
  return { outcome: 'ok' };
}

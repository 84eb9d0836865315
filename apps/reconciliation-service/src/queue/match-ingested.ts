import type { EventOf } from '@fintrack/contracts';
import type { Handled } from '@fintrack/service-kit';
import { type PassSurroundings, runPass } from '../domain/run-pass.ts';
import type { Statements } from '../domain/statements.ts';

export interface MatchIngestedOptions {
  readonly pass: PassSurroundings;
  readonly statements: Pick<Statements, 'find'>;
  /** Told when a reconciliation is to be announced. */
  readonly onCompleted: () => void;
}

/**
 * Handles `transaction.ingested` by a match pass. A pass covers all statements that wait, so of several
 * messages that come together the first does the work of all.
 */
export async function matchIngested({ tenantId, data }: EventOf<'transaction.ingested'>, { pass, statements, onCompleted }: MatchIngestedOptions): Promise<Handled> {
  if ((await statements.find(tenantId, data.statementId)) === undefined) return { outcome: 'poison', reason: 'statement_unknown' };
  const result = await runPass({ tenantId, trigger: 'ingest', requestedBy: null, unlessCovered: data.statementId }, pass);
  if (!result.ok) throw new Error(`${result.error.code}: the message comes again`);
  if (result.value !== 'covered') onCompleted();
  return { outcome: 'ok' };
}

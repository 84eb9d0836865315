import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { call } from '../call.ts';
import { RuntimeError } from '../runtime-error.ts';
import { type Outcome, type Sample, samples, samplesFolder } from './samples.ts';

export interface Timings {
  /** From the upload until the transactions are stored, per file. */
  readonly importMs: Readonly<Record<string, number>>;
  /** Of POST /api/reconcile. */
  readonly reconcileMs: number;
}

interface Statement {
  readonly statementId: string;
  readonly status: 'received' | 'imported' | 'rejected';
  readonly entryCount: number | null;
  readonly error: object | null;
}
interface Summary {
  readonly matchedCount: number;
  readonly suggestedCount: number;
  readonly exceptionCount: number;
}
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const importTimeoutMs = 60_000;
const reconcileTimeoutMs = 60_000;
const pollMs = 50;

/**
 * Uploads the samples, waits until they are imported, reconciles and reads the result, all over the HTTP API.
 * @param token of an analyst
 * @throws RuntimeError unexpected_answer
 */
export async function reconcileSamples(address: string, token: string, folder = samplesFolder): Promise<{ readonly outcome: Outcome; readonly timings: Timings }> {
  const files: Record<string, { entries: number }> = {};
  const importMs: Record<string, number> = {};
  for (const sample of samples) {
    const started = Date.now();
    const statement = await importStatement(address, token, sample, folder);
    files[sample.fileName] = { entries: statement.entryCount ?? 0 };
    importMs[sample.fileName] = Date.now() - started;
  }
  const started = Date.now();
  const summary = await reconcile(address, token);
  const reconcileMs = Date.now() - started;
  const outcome: Outcome = {
    files,
    transactions: { matched: summary.matchedCount, suggested: summary.suggestedCount, exceptions: summary.exceptionCount },
    pairsByRule: await pairsByRule(address, token),
    exceptionsByReason: await exceptionsByReason(address, token),
  };
  return { outcome, timings: { importMs, reconcileMs } };
}

async function importStatement(address: string, token: string, { sourceKind, fileName, mappingFile }: Sample, folder: string): Promise<Statement> {
  const form = new FormData();
  // The service streams the file, so what is said about it comes first.
  form.append('sourceKind', sourceKind);
  if (mappingFile !== undefined) form.append('mapping', readFileSync(join(folder, mappingFile), 'utf8'));
  form.append('file', await openAsBlob(join(folder, fileName)), fileName);
  const { body: uploaded } = await call<Statement>(address, '/api/statements', { method: 'POST', token, body: form });
  const until = Date.now() + importTimeoutMs;
  for (;;) {
    const { body: statement } = await call<Statement>(address, `/api/statements/${uploaded.statementId}`, { token });
    if (statement.status === 'imported') return statement;
    if (statement.status === 'rejected') throw new RuntimeError('unexpected_answer', `${fileName} was rejected: ${JSON.stringify(statement.error)}`);
    if (Date.now() > until) throw new RuntimeError('unexpected_answer', `${fileName} was not imported after ${importTimeoutMs / 1000} s; its status is ${statement.status}`);
    await delay(pollMs);
  }
}

/** The imports have started passes of their own; one that still runs is waited for. */
async function reconcile(address: string, token: string): Promise<Summary> {
  const until = Date.now() + reconcileTimeoutMs;
  for (;;) {
    const { status, body } = await call<Summary>(address, '/api/reconcile', { method: 'POST', token, accept: [409] });
    if (status === 200) return body;
    if (Date.now() > until) throw new RuntimeError('unexpected_answer', `Another reconciliation still ran after ${reconcileTimeoutMs / 1000} s`);
    await delay(pollMs);
  }
}

async function pairsByRule(address: string, token: string): Promise<Outcome['pairsByRule']> {
  const counts: Record<string, { matched: number; suggested: number }> = {};
  for await (const { ruleName, state } of all<{ ruleName: string; state: string }>(address, token, '/api/matches')) {
    counts[ruleName] ??= { matched: 0, suggested: 0 };
    if (state === 'confirmed') counts[ruleName].matched += 1;
    if (state === 'suggested') counts[ruleName].suggested += 1;
  }
  return counts;
}

async function exceptionsByReason(address: string, token: string): Promise<Outcome['exceptionsByReason']> {
  const counts: Record<string, number> = {};
  for await (const { reason } of all<{ reason: string }>(address, token, '/api/exceptions')) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

async function* all<Item>(address: string, token: string, path: string): AsyncGenerator<Item> {
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '?limit=500' : `?limit=500&cursor=${encodeURIComponent(cursor)}`;
    const { body }: { body: Page<Item> } = await call<Page<Item>>(address, `${path}${query}`, { token });
    yield* body.items;
    cursor = body.nextCursor;
  } while (cursor !== null);
}

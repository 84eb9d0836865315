import type { Reconciliation, ReconciliationTrigger } from '@fintrack/contracts';
import { planPass } from './plan-pass.ts';
import type { HoldBookError, PassBooks } from './pass-book.ts';

export type PassStep = 'in_match' | 'before_commit';

export interface PassRequest {
  readonly tenantId: string;
  readonly trigger: ReconciliationTrigger;
  /** Who asked for it; null when an import did. */
  readonly requestedBy: string | null;
  /** Skip the pass if this statement is covered already. @default run in any case */
  readonly unlessCovered?: string;
}

export interface PassSurroundings {
  readonly books: PassBooks;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Most transactions that one pass takes into memory. */
  readonly rowsMax: number;
  /** Told of each part's time. @default nothing */
  readonly onTimings?: (timings: PassTimings) => void;
  /** For tests that end the process. @default nothing */
  readonly onStep?: (step: PassStep) => void | Promise<void>;
}

/** Milliseconds by part, and how much there was to do. */
export interface PassTimings {
  readonly transactionCount: number;
  readonly matchCount: number;
  readonly loadMs: number;
  readonly matchMs: number;
  readonly storeMs: number;
}

export type PassResult = { readonly ok: true; readonly value: Reconciliation | 'covered' } | { readonly ok: false; readonly error: HoldBookError };

/** Runs passes somewhere; `runPass` with its surroundings settled. */
export type RunPass = (request: PassRequest) => Promise<PassResult>;

interface Pass {
  readonly reconciliation: Reconciliation;
  readonly more: boolean;
}

/** Runs passes for a tenant until nothing waits, each in a transaction of its own. The summary is the last one's. */
export async function runPass(request: PassRequest, surroundings: PassSurroundings): Promise<PassResult> {
  const first = await runOnce(request, surroundings);
  if (!first.ok || first.value === 'covered') return first as PassResult;
  let pass = first.value as Pass;
  while (pass.more) {
    const next = await runOnce(request, surroundings);
    // Another pass has begun on the rest, or has done it.
    if (!next.ok || next.value === 'covered') break;
    pass = next.value as Pass;
  }
  return { ok: true, value: pass.reconciliation };
}

type OnceResult = { readonly ok: true; readonly value: Pass | 'covered' } | { readonly ok: false; readonly error: HoldBookError };

async function runOnce(request: PassRequest, { books, now, newId, rowsMax, onStep, onTimings }: PassSurroundings): Promise<OnceResult> {
  return books.hold(request.tenantId, async (book) => {
    const startedAt = now();
    if (request.unlessCovered !== undefined && (await book.isCovered(request.unlessCovered))) return 'covered';
    const clock = stopwatch(now);
    const rules = await book.rules();
    const { transactions, statementIds, more } = await book.openTransactions(rowsMax);
    const rejected = await book.rejectedPairs(transactions);
    const loadMs = clock();
    await onStep?.('in_match');
    const plan = planPass({ transactions, rules, rejected, newId });
    const matchMs = clock();
    const reconciliationId = newId();
    await book.store(reconciliationId, plan, statementIds, startedAt);
    const totals = await book.totals();
    const storeMs = clock();
    const finishedAt = now();
    const reconciliation: Reconciliation = {
      reconciliationId,
      trigger: request.trigger,
      requestedBy: request.requestedBy,
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      durationMs: finishedAt.getTime() - startedAt.getTime(),
      ...totals,
      byRule: [...plan.byRule],
    };
    await book.complete(reconciliation);
    onTimings?.({ transactionCount: transactions.length, matchCount: plan.matches.length, loadMs, matchMs, storeMs });
    await onStep?.('before_commit');
    return { reconciliation, more };
  });
}

/** Each call gives the milliseconds since the one before. */
function stopwatch(now: () => Date): () => number {
  let last = now().getTime();
  return () => {
    const current = now().getTime();
    const lapMs = current - last;
    last = current;
    return lapMs;
  };
}

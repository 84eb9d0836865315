import { setTimeout as delay } from 'node:timers/promises';
import { operations, type Reconciliation } from '@fintrack/contracts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { reconciliationText } from '../output/reconciliation-text.ts';

const RECONCILE_TIMEOUT_MS = 300_000;
const POLL_MS = 500;

/** Runs a reconciliation and shows its summary. */
export async function reconcile({ client, output }: Context): Promise<void> {
  const summary = await reconcileOnceFree(() => client.call(operations['reconciliation-service'].reconcile, { timeoutMs: RECONCILE_TIMEOUT_MS }));
  output.result(summary, () => reconciliationText(summary, output));
}

/** An import starts a pass of its own; while that runs, another one waits its turn. */
async function reconcileOnceFree(run: () => Promise<Reconciliation>): Promise<Reconciliation> {
  const until = Date.now() + RECONCILE_TIMEOUT_MS;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof CliError) || error.code !== 'reconciliation_running' || Date.now() > until) throw error;
    }
    await delay(POLL_MS);
  }
}

import { mkdirSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

const WAIT_MS = 15_000;
/** After this a lock is one that a killed process left. */
const STALE_MS = 60_000;

/** Runs `action` while no other process does so under the same lock. */
export async function withLock<Result>(lock: string, action: () => Promise<Result>, { waitMs = WAIT_MS, staleMs = STALE_MS } = {}): Promise<Result> {
  const until = Date.now() + waitMs;
  while (!acquire(lock, staleMs)) {
    if (Date.now() > until) {
      throw new CliError('session_busy', `Another fintrack command holds ${lock}.`, { exitCode: exitCodes.timeout, hint: 'If none is running, remove it.' });
    }
    await delay(50);
  }
  try {
    return await action();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function acquire(lock: string, staleMs: number): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > staleMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

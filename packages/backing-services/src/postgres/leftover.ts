import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BackingServiceError } from '../backing-service-error.ts';
import { commandOf, isAlive } from '../process-identity.ts';

/**
 * Stops the server that a killed program left running on this data, and removes a lock file whose process is gone
 * (PostgreSQL itself refuses to start if that pid now belongs to another program of the same user).
 * @throws BackingServiceError database_still_running
 */
export async function stopLeftover(data: string, timeoutMs = 15_000): Promise<'none' | 'stale_lock' | 'stopped'> {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return 'none';
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (!isPostmasterOf(pid, data)) {
    rmSync(lock, { force: true });
    return 'stale_lock';
  }
  for (const [signal, share] of [['SIGINT', 0.7], ['SIGQUIT', 0.3]] as const) {
    if (!trySignal(pid, signal)) break;
    if (await gone(pid, timeoutMs * share)) return 'stopped';
  }
  throw new BackingServiceError('database_still_running', `PostgreSQL (pid ${pid}) still runs on ${data} and does not stop: end it with \`kill -QUIT ${pid}\`, then start again.`);
}

function isPostmasterOf(pid: number, data: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const command = commandOf(pid) ?? '';
  return command.includes('postgres') && command.includes(data);
}

function trySignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function gone(pid: number, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await delay(50);
  }
  return true;
}

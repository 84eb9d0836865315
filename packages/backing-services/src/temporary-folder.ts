import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownedCacheFolder } from './owned-cache-folder.ts';
import { isAlive, startedAt } from './process-identity.ts';

const pattern = /^run-(\d+)-([^-]*)-/;

/**
 * A new folder for data that ends with this process. What killed processes have left behind is removed on the way.
 * @param purpose part of its name, for people who look
 */
export function temporaryFolder(purpose: string): string {
  const parent = ownedCacheFolder();
  for (const name of readdirSync(parent)) {
    if (isLeftBehind(name)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(parent, `run-${process.pid}-${moment(process.pid)}-${purpose}-`));
}

function isLeftBehind(name: string): boolean {
  const [, pid, start] = pattern.exec(name) ?? [];
  return pid !== undefined && !(isAlive(Number(pid)) && moment(Number(pid)) === start);
}

/** Of the process's start, fit for a file's name. */
function moment(pid: number): string {
  return (startedAt(pid) ?? '').replaceAll(/[^A-Za-z0-9]/g, '');
}

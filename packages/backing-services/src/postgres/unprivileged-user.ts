import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { BackingServiceError } from '../backing-service-error.ts';

export interface UnprivilegedUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: for root, an existing user to run it as; otherwise undefined. */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (userInfo().uid !== 0) return undefined;
  const entries = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = entries.find(([candidate]) => candidate === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new BackingServiceError('program_missing', 'PostgreSQL refuses to run as root, and this system has neither a user postgres nor nobody: start as another user.');
}

/** Whether every folder from the root to this path lets everybody pass. */
export function reachableByAll(path: string): boolean {
  let folder = resolve(path);
  for (;;) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    const parent = dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}

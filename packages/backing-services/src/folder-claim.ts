import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackingServiceError } from './backing-service-error.ts';
import { isAlive, startedAt } from './process-identity.ts';

/** Released by calling `release`; a claim of a process that is gone counts for nothing. */
export interface FolderClaim {
  readonly release: () => void;
}

/**
 * Claims a data folder for this process.
 * @throws BackingServiceError data_in_use, if a living process holds it
 */
export function claimFolder(folder: string): FolderClaim {
  const file = join(folder, 'owner');
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const claim = `${process.pid} ${startedAt(process.pid) ?? ''}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      writeFileSync(file, claim, { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = livingHolder(file);
    if (holder !== undefined) {
      const who = holder === process.pid ? 'this process' : `process ${holder}`;
      throw new BackingServiceError('data_in_use', `${folder} is in use by ${who}: stop it, or choose another data folder.`);
    }
    rmSync(file, { force: true });
  }
  throw new BackingServiceError('data_in_use', `${folder} is being claimed by several programs at once: start one after the other.`);
}

function livingHolder(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [pid, ...start] = text.split(' ');
  const now = startedAt(Number(pid));
  return now !== undefined && now === start.join(' ') && isAlive(Number(pid)) ? Number(pid) : undefined;
}

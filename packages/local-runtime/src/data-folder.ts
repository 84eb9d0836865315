import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder, type FolderClaim, removePostgresData } from '@fintrack/backing-services';
import { RuntimeError } from './runtime-error.ts';

/** Raised when what the folder holds can no longer be read by the code. */
const layoutVersion = 1;
const marker = 'fintrack-data.json';

export interface OpenDataFolder {
  readonly path: string;
  /** Lets others use the folder. */
  readonly release: () => void;
}

/**
 * Claims the data folder for this process, making it if it is new.
 * @param reset whether what it holds is removed first
 * @throws RuntimeError data_folder_foreign, data_folder_outdated; BackingServiceError data_in_use
 */
export function openDataFolder(path: string, reset = false): OpenDataFolder {
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const isOurs = existsSync(join(path, marker));
  if (!isOurs && readdirSync(path).some((name) => name !== 'owner')) {
    throw new RuntimeError('data_folder_foreign', `${path} holds files that are not FinTrack's: name an empty or new folder with --data.`);
  }
  const claim = claimFolder(path);
  try {
    if (reset) empty(path);
    if (!existsSync(join(path, marker))) writeFileSync(join(path, marker), `${JSON.stringify({ layoutVersion })}\n`);
    assertLayout(path);
  } catch (error) {
    claim.release();
    throw error;
  }
  return { path, release: claim.release satisfies FolderClaim['release'] };
}

/** Removes the folder and what belongs to it elsewhere. Nothing may run on it. */
export function removeDataFolder(path: string): void {
  removePostgresData(path);
  rmSync(path, { recursive: true, force: true });
}

function empty(path: string): void {
  removePostgresData(path);
  for (const name of readdirSync(path).filter((entry) => entry !== 'owner')) rmSync(join(path, name), { recursive: true, force: true });
}

function assertLayout(path: string): void {
  const text = readFileSync(join(path, marker), 'utf8');
  let found: unknown;
  try {
    found = (JSON.parse(text) as { layoutVersion?: unknown }).layoutVersion;
  } catch {
    found = undefined;
  }
  if (found === layoutVersion) return;
  throw new RuntimeError('data_folder_outdated', `${path} was made by another version of FinTrack (layout ${String(found)}, this is ${layoutVersion}): start anew with --reset, or name another folder with --data.`);
}

import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ownedCacheFolder } from '../owned-cache-folder.ts';
import { reachableByAll, type UnprivilegedUser } from './unprivileged-user.ts';

/** Names, beside data kept elsewhere, the folder it belongs to. */
const belongsTo = 'belongs-to';

/**
 * The folder that holds PostgreSQL's data for a data folder: `<dataDirectory>/postgres`, unless PostgreSQL runs as
 * another user who cannot pass the folders above it; then one below /var/tmp, which survives a restart of the machine.
 */
export function postgresPlace(dataDirectory: string, user: UnprivilegedUser | undefined): string {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 });
  if (!user || reachableByAll(openToPassing(dataDirectory))) {
    const place = join(dataDirectory, 'postgres');
    mkdirSync(place, { recursive: true, mode: 0o711 });
    return place;
  }
  const elsewhere = displacedRoot();
  removeOrphans(elsewhere);
  const place = displacedPlace(elsewhere, dataDirectory);
  mkdirSync(place, { recursive: true, mode: 0o711 });
  writeFileSync(join(place, belongsTo), resolve(dataDirectory));
  return place;
}

/** Removes PostgreSQL's data of a data folder, wherever it lies. The database must not run. */
export function removePostgresData(dataDirectory: string): void {
  rmSync(join(dataDirectory, 'postgres'), { recursive: true, force: true });
  rmSync(displacedPlace(displacedRoot(), dataDirectory), { recursive: true, force: true });
}

/** The data folder itself is ours, so it may be opened; the folders above it are not ours to change. */
function openToPassing(dataDirectory: string): string {
  if (reachableByAll(dirname(resolve(dataDirectory)))) chmodSync(dataDirectory, (statSync(dataDirectory).mode & 0o777) | 0o011);
  return dataDirectory;
}

function displacedRoot(): string {
  return ownedCacheFolder(existsSync('/var/tmp') ? '/var/tmp' : undefined);
}

function displacedPlace(root: string, dataDirectory: string): string {
  return join(root, `data-${createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 16)}`);
}

function removeOrphans(root: string): void {
  for (const name of readdirSync(root).filter((entry) => entry.startsWith('data-'))) {
    const note = join(root, name, belongsTo);
    if (existsSync(note) && !existsSync(readFileSync(note, 'utf8'))) rmSync(join(root, name), { recursive: true, force: true });
  }
}

import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { BackingServiceError } from './backing-service-error.ts';

/**
 * A folder in the temporary folder for what is expensive to make: readable by all, writable by its owner alone.
 * Programs are run from it, so one that somebody else prepared is refused.
 * @throws BackingServiceError unusable_folder
 */
export function ownedCacheFolder(parent = tmpdir()): string {
  const { uid } = userInfo();
  const folder = join(parent, `backing-services-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const status = lstatSync(folder);
  if (!status.isDirectory() || status.uid !== uid) {
    throw new BackingServiceError('unusable_folder', `${folder} belongs to another user or is not a folder: remove it, or set TMPDIR to a folder of your own.`);
  }
  if ((status.mode & 0o777) !== 0o755) chmodSync(folder, 0o755);
  return folder;
}

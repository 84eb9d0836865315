import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BackingServiceError } from '../backing-service-error.ts';
import { ownedCacheFolder } from '../owned-cache-folder.ts';
import type { PostgresBinaries } from './binaries.ts';
import type { UnprivilegedUser } from './unprivileged-user.ts';

const run = promisify(execFile);

/** File beside the data that holds the superuser's password, readable by its owner alone. */
export const passwordFile = 'password';

/**
 * Gives `place` a fresh database in `data` and its password in `password`. initdb takes seconds, so its result is
 * kept per release in the cache folder and copied: databases made on one machine by one user share their password.
 */
export async function createData(place: string, binaries: PostgresBinaries, user: UnprivilegedUser | undefined): Promise<void> {
  const template = await ensureTemplate(binaries, user);
  const draft = join(place, 'data.draft');
  rmSync(draft, { recursive: true, force: true });
  // -p keeps the mode and, for root, the owner; node's cp takes four times as long.
  await run('cp', ['-Rp', join(template, 'data'), draft], { timeout: 60_000 });
  copyFileSync(join(template, passwordFile), join(place, passwordFile));
  chmodSync(join(place, passwordFile), 0o600);
  // Only a complete copy ever bears the name.
  renameSync(draft, join(place, 'data'));
}

async function ensureTemplate(binaries: PostgresBinaries, user: UnprivilegedUser | undefined): Promise<string> {
  const cache = ownedCacheFolder();
  const template = join(cache, `template-${binaries.version}-${user?.uid ?? 'self'}`);
  if (existsSync(template)) return template;
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    await initialise(draft, binaries, user);
    renameSync(draft, template);
  } catch (error) {
    // Another process may have made the template meanwhile.
    if (!existsSync(template)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return template;
}

async function initialise(folder: string, binaries: PostgresBinaries, user: UnprivilegedUser | undefined): Promise<void> {
  chmodSync(folder, 0o711);
  const data = join(folder, 'data');
  const password = join(folder, passwordFile);
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (user) for (const path of [data, password]) chownSync(path, user.uid, user.gid);
  const args = [
    '-D', data, '-U', 'postgres', '--pwfile', password, '--auth=scram-sha-256', '--encoding=UTF8',
    // Byte order sorts alike on every system; case folding still knows letters beyond ASCII.
    '--locale=C', `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`, '--no-sync', '--no-instructions',
  ];
  try {
    await run(binaries.initdb, args, { timeout: 60_000, cwd: folder, env: { PATH: process.env['PATH'] }, ...user });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new BackingServiceError('stopped_early', `PostgreSQL's initdb failed: ${stderr?.trim() || message}`, { cause: error });
  }
  if (user) chownSync(password, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
}

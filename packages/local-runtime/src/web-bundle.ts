import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './repository.ts';
import { RuntimeError } from './runtime-error.ts';

const run = promisify(execFile);

/** What the bundle is made of, from the repository's root. */
const sources = ['apps/web/src', 'apps/web/public', 'apps/web/index.html', 'apps/web/vite.config.ts', 'apps/web/package.json', 'packages/contracts/src', 'package-lock.json'];

/**
 * The folder of the web app's bundle, built first if a source is newer; undefined if there is no web app.
 * @throws RuntimeError bundle_failed
 */
export async function webBundle(root = repository): Promise<string | undefined> {
  const app = join(root, 'apps', 'web');
  const bundle = join(app, 'dist');
  if (!existsSync(join(app, 'index.html'))) return undefined;
  if (builtAt(bundle) > newest(sources.map((source) => join(root, source)))) return bundle;
  try {
    await run(process.execPath, [vite(app), 'build', '--logLevel', 'warn'], { cwd: app, timeout: 120_000 });
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    throw new RuntimeError('bundle_failed', `The web app could not be built:\n${(stderr || stdout || String(error)).trim()}`, { cause: error });
  }
  return bundle;
}

/** Wherever npm has put it: in the app's own node_modules or the workspace's. */
function vite(app: string): string {
  return join(dirname(createRequire(join(app, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js');
}

function builtAt(bundle: string): number {
  const index = join(bundle, 'index.html');
  return existsSync(index) ? statSync(index).mtimeMs : 0;
}

function newest(paths: readonly string[]): number {
  return Math.max(0, ...paths.filter((path) => existsSync(path)).map(newestIn));
}

function newestIn(path: string): number {
  const status = statSync(path);
  return status.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : status.mtimeMs;
}

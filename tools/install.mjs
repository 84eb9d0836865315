// Plain JavaScript for Node 20: it runs before anything is installed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, SetupError, syncPython } from './python.mjs';

export { root } from './python.mjs';

/** Files whose change makes an installation stale. */
const installations = [
  {
    what: 'npm packages',
    duration: 'about a minute',
    inputs: ['package-lock.json', 'package.json'],
    folder: 'node_modules',
    install: () => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']),
  },
  {
    what: 'Python packages into .venv',
    duration: 'about half a minute',
    inputs: ['uv.lock', 'pyproject.toml', 'packages/service-kit-py/pyproject.toml', 'apps/transaction-worker/pyproject.toml', 'apps/ml-anomaly-detector/pyproject.toml'],
    folder: '.venv',
    install: syncPython,
  },
];

/** Installs what is missing or stale, and says so. Does nothing when the stamps fit the lockfiles. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new SetupError(`FinTrack needs Node 20.19 or newer; this is ${process.version}.`);
  for (const { what, duration, inputs, folder, install } of installations) {
    const stamp = join(root, folder, '.fintrack-stamp');
    const wanted = fingerprint(inputs);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue;
    const started = Date.now();
    console.log(`Installing ${what} (first time or changed lockfile; ${duration}) …`);
    install();
    writeFileSync(stamp, wanted);
    console.log(`Installed ${what} in ${Math.round((Date.now() - started) / 1000)} s.`);
  }
}

function fingerprint(inputs) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const input of inputs) hash.update(`${input}\n`).update(readFileSync(join(root, input)));
  return hash.digest('hex');
}

/** Runs `main`; a SetupError is shown as one plain message with exit code 1. */
export async function program(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/** PATH on which `node` is the workspace's own Node 24. */
export const workspaceEnvironment = () => ({ ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` });

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await program(ensureInstalled);

// Plain JavaScript for Node 20: it runs before anything is installed.
// Usage: node tools/python.mjs sync | lock
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const UV_VERSION = '0.13.9';
const environment = join(root, '.venv');
const inEnvironment = (name) => join(environment, 'bin', name);

/** A problem that the person at the keyboard can mend; shown without a stack. */
export class SetupError extends Error {}

/** Runs to the end or throws SetupError with what failed. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (result.error) throw new SetupError(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) throw new SetupError(`\`${command} ${args.join(' ')}\` failed with exit code ${result.status ?? result.signal}`);
}

/** The first Python of at least 3.11 that can make virtual environments. */
export function findPython(candidates = [process.env.FINTRACK_PYTHON, 'python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python']) {
  const seen = [];
  for (const command of candidates.filter(Boolean)) {
    const probe = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2]); import ensurepip, venv'], { encoding: 'utf8' });
    const version = probe.stdout?.trim();
    if (!version) continue;
    const [major, minor] = version.split('.').map(Number);
    if (major < 3 || (major === 3 && minor < 11)) seen.push(`${command} is ${version}`);
    else if (probe.status !== 0) seen.push(`${command} ${version} lacks ensurepip: on Debian or Ubuntu run \`apt-get install python${version}-venv\``);
    else return command;
  }
  const found = seen.length > 0 ? ` Found: ${seen.join('; ')}.` : ' None was found on the PATH.';
  throw new SetupError(`FinTrack needs Python 3.11 or newer with ensurepip.${found} FINTRACK_PYTHON may name another one.`);
}

function ensureUv() {
  const usable = () => existsSync(inEnvironment('uv')) && spawnSync(inEnvironment('uv'), ['--version'], { encoding: 'utf8' }).stdout?.includes(UV_VERSION);
  if (usable()) return;
  const python = findPython();
  // A half-made environment, or one whose Python has gone, is of no use.
  rmSync(environment, { recursive: true, force: true });
  run(python, ['-m', 'venv', environment]);
  run(inEnvironment('python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `uv==${UV_VERSION}`]);
}

function uv(args) {
  ensureUv();
  run(inEnvironment('uv'), args, {
    // Hard links fail across file systems, with a warning for every package. A company's own certificate authority is known to the system only.
    env: { UV_SYSTEM_CERTS: 'true', ...process.env, UV_PYTHON_DOWNLOADS: 'never', UV_LINK_MODE: 'copy', UV_PROJECT_ENVIRONMENT: environment, UV_NO_PROGRESS: '1', VIRTUAL_ENV: environment },
  });
}

export const syncPython = () => uv(['sync', '--frozen', '--all-packages', '--quiet']);
export const lockPython = () => {
  uv(['lock']);
  syncPython();
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const command = { sync: syncPython, lock: lockPython }[process.argv[2] ?? ''];
  try {
    if (!command) throw new SetupError('usage: node tools/python.mjs sync | lock');
    command();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

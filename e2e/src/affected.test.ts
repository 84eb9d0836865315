import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const environment = { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '', NX_CACHE_PROJECT_GRAPH: 'false' };

const nodeServices = ['auth-service', 'notification-service', 'reconciliation-service', 'reporting-service'];
const pythonServices = ['ml-anomaly-detector', 'transaction-worker'];
const wholeSystem = ['bench', 'e2e'];
/** Looks for unused code, in all TypeScript. */
const unused = 'tools';
const ofContracts = ['cli', 'contracts', 'service-kit', 'service-kit-py', 'web', ...nodeServices, ...pythonServices];
const typescript = [
  'backing-services', 'bench', 'catalog', 'cli', 'contracts', 'database', 'e2e', 'local-runtime', 'matching', 'projenrc', 'service-kit', 'web', ...nodeServices,
];

/** What re-runs when only this file changes. A row here is a promise to whoever waits for the pipeline. */
const table: { file: string; projects: string[] }[] = [
  { file: 'uv.lock', projects: ['service-kit-py', ...pythonServices, ...wholeSystem] },
  // The Python models are generated from the contracts, so they follow those.
  { file: 'tsconfig.base.json', projects: [...typescript, unused, 'service-kit-py', ...pythonServices] },
  { file: 'packages/catalog/src/services/reporting-service.ts', projects: ['catalog', 'local-runtime', 'projenrc', unused, ...ofContracts, ...wholeSystem] },
  { file: 'packages/database/migrations/LAST', projects: ['database', 'local-runtime', ...nodeServices, ...wholeSystem] },
  { file: 'packages/contracts/src/index.ts', projects: [unused, ...ofContracts, ...wholeSystem] },
  { file: 'apps/reporting-service/src/main.ts', projects: ['reporting-service', unused, ...wholeSystem] },
  { file: 'apps/transaction-worker/src/transaction_worker/main.py', projects: ['transaction-worker', ...wholeSystem] },
  // Its links are checked where the workspace is.
  { file: 'README.md', projects: ['projenrc'] },
  { file: 'LICENSE', projects: [] },
];

describe('a commit that changes one file', () => {
  let clone: string;
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: clone, encoding: 'utf8' });
  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'fintrack-affected-'));
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  });
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it.each(table)('$file re-runs what depends on it and nothing else', ({ file, projects }) => {
    const base = git('rev-parse', 'HEAD').trim();
    const path = file.endsWith('/LAST') ? (git('ls-files', file.replace('/LAST', '')).trim().split('\n').at(-1) as string) : file;
    expect(existsSync(join(clone, path))).toBe(true);
    appendFileSync(join(clone, path), '\n');
    git('commit', '--quiet', '--all', '--message', `Change ${path}`);
    const output = execFileSync('nx', ['show', 'projects', '--affected', '--base', base, '--head', 'HEAD', '--json'], { cwd: clone, encoding: 'utf8', env: environment });
    expect(JSON.parse(output).sort()).toEqual([...projects].sort());
  });
});

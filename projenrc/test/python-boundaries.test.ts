import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const members = ['packages/service-kit-py', 'apps/transaction-worker', 'apps/ml-anomaly-detector'];
const moduleOf = (member: string) => (member.split('/')[1] as string).replaceAll('-', '_');

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'fintrack-imports-'));
  for (const member of members) {
    mkdirSync(join(copy, member), { recursive: true });
    cpSync(join(root, member, 'src'), join(copy, member, 'src'), { recursive: true });
    cpSync(join(root, member, 'pyproject.toml'), join(copy, member, 'pyproject.toml'));
    // A service that has no such layer must still not be allowed to grow an import of it.
    for (const layer of member.startsWith('apps/') ? ['http', 'queue', 'store', 'main'] : []) {
      const folder = join(copy, member, 'src', moduleOf(member));
      if (existsSync(join(folder, layer)) || existsSync(join(folder, `${layer}.py`))) continue;
      mkdirSync(join(folder, layer));
      writeFileSync(join(folder, layer, '__init__.py'), '');
    }
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs import-linter over the copy in which `line` stands at the end of `file`. */
function withLine(member: string, file: string, line: string) {
  const path = join(copy, member, 'src', moduleOf(member), file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  mkdirSync(join(path, '..'), { recursive: true });
  if (!existsSync(join(path, '../__init__.py'))) writeFileSync(join(path, '../__init__.py'), '');
  if (line !== '') appendFileSync(path, `\n${line}\n`);
  const result = spawnSync(join(root, '.venv/bin/lint-imports'), ['--no-cache'], {
    cwd: join(copy, member),
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: members.map((name) => join(copy, name, 'src')).join(':'), PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (before === undefined) rmSync(path, { force: true });
  else writeFileSync(path, before);
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}

const forbidden = [
  ['packages/service-kit-py', 'probe.py', 'import transaction_worker'],
  ['packages/service-kit-py', 'probe.py', 'import ml_anomaly_detector'],
  ['apps/transaction-worker', 'domain/probe.py', 'import ml_anomaly_detector'],
  ['apps/ml-anomaly-detector', 'domain/probe.py', 'import transaction_worker'],
  ['apps/transaction-worker', 'domain/probe.py', 'import transaction_worker.store'],
  ['apps/transaction-worker', 'domain/probe.py', 'import transaction_worker.main'],
  ['apps/transaction-worker', 'domain/probe.py', 'import psycopg'],
  ['apps/ml-anomaly-detector', 'domain/probe.py', 'import boto3'],
  ['apps/transaction-worker', 'store/probe.py', 'import transaction_worker.queue'],
  ['apps/transaction-worker', 'queue/probe.py', 'import transaction_worker.store'],
  ['apps/ml-anomaly-detector', 'domain/probe.py', 'import ml_anomaly_detector.http'],
  ['apps/ml-anomaly-detector', 'http/probe.py', 'import ml_anomaly_detector.store'],
] as const;

describe('imports between and inside Python packages', () => {
  it.each(forbidden)('%s: %s may not `%s`', (member, file, line) => {
    const { status, output } = withLine(member, file, line);
    expect(output).toContain('BROKEN');
    expect(status).toBe(1);
  });

  it.each(members)('%s as it stands breaks nothing', (member) => {
    expect(withLine(member, '__init__.py', '')).toMatchObject({ status: 0 });
  });

  it('allows an app its kit and its layers the domain', () => {
    expect(withLine('apps/transaction-worker', 'store/probe.py', 'import service_kit_py, transaction_worker.domain')).toMatchObject({ status: 0 });
  });
});

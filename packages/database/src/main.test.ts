import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { freshPostgres, migratorPassword } from '../test/fresh-postgres.ts';

const postgres = freshPostgres();
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Exit status and output of the migrations' command. */
function run(args: string[], more: Record<string, string> = {}): Promise<{ status: number; stdout: string; stderr: string }> {
  const { host, port } = postgres.server();
  const env = { PATH: process.env['PATH'], DB_HOST: host, DB_PORT: String(port), DB_PASSWORD: migratorPassword, DB_TLS: 'false', ...more };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--conditions=@fintrack/source', main, ...args], { env, timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }));
  });
}

it('migrates up, tells the status, goes down as far as told, and says when there is nothing to do', async () => {
  await postgres.database('fintrack');
  expect((await run(['up', '2'])).stdout).toBe('applied 0001_foundation\napplied 0002_identity\n');
  expect((await run(['status'])).stdout).toMatch(/^applied {2}0001_foundation\napplied {2}0002_identity\npending {2}0003_transactions\n/);
  expect((await run(['down', '1'])).stdout).toBe('reverted 0002_identity\n');
  expect((await run(['up'])).stdout).toMatch(/^applied 0002_identity\n/);
  expect(await run(['up'])).toEqual({ status: 0, stdout: 'nothing to do\n', stderr: '' });
});

it('exits 2 for a wrong command and 1 for a database that refuses', async () => {
  expect(await run(['sideways'])).toMatchObject({ status: 2, stderr: 'usage: main.ts up [COUNT] | down COUNT | status | verify\n' });
  expect(await run(['status'], { DB_PASSWORD: 'wrong' })).toMatchObject({ status: 1, stderr: expect.stringContaining('password authentication failed') });
});

it('verifies that tenants are isolated, and exits 1 naming what isolates them no more', async () => {
  await postgres.database('fintrack');
  await run(['up']);
  expect(await run(['verify'])).toEqual({ status: 0, stdout: 'tenants are isolated\n', stderr: '' });
  const migrator = await postgres.connect('fintrack_migrator', 'fintrack');
  await migrator.query('drop policy tenant_isolation on fintrack.rules');
  expect(await run(['verify'])).toMatchObject({ status: 1, stderr: 'fintrack.rules: has no policy tenant_isolation for all commands and roles\n' });
});

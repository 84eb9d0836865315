import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoUsers, type Fintrack, seedDemo, startFintrack, tenantSlug } from '@fintrack/local-runtime';
import { signIn } from './api.ts';

const main = resolve(import.meta.dirname, '../../apps/cli/src/main.ts');
const samples = resolve(import.meta.dirname, '../../samples');
const bankFile = join(samples, 'bank-statement-2026-10.camt053.xml');
const ledgerFile = join(samples, 'ledger-2026-10.csv');
const mappingFile = join(samples, 'ledger-2026-10.mapping.json');
const expected = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as { transactions: Record<string, number>; exceptionsByReason: Record<string, number> };

let fintrack: Fintrack;
let folder: string;

beforeAll(async () => {
  fintrack = await startFintrack({ services: ['auth-service', 'reconciliation-service', 'reporting-service', 'transaction-worker'], logLevel: 'error' });
  await seedDemo(fintrack);
  folder = mkdtempSync(join(tmpdir(), 'fintrack-cli-'));
}, 120_000);

afterAll(async () => {
  await fintrack?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
}, 60_000);

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `fintrack …` as its own process, with the session of `who`. */
function run(who: string, args: readonly string[], { input = '', environment = {} }: { input?: string; environment?: Record<string, string> } = {}): Promise<Run> {
  const env = { PATH: process.env['PATH'] ?? '', XDG_CONFIG_HOME: join(folder, who), FINTRACK_URL: fintrack.address, ...environment };
  return new Promise((resolveRun) => {
    const child = execFile(process.execPath, ['--conditions=@fintrack/source', main, ...args], { env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolveRun({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }));
    child.stdin?.end(input);
  });
}

/** What the command printed as JSON; the test fails if it failed. */
async function json<Result>(who: string, ...args: readonly string[]): Promise<Result> {
  const { code, stdout, stderr } = await run(who, [...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Result;
}

const login = (role: keyof typeof demoUsers, password = fintrack.demoPassword) =>
  run(role, ['login', '--tenant', tenantSlug, '--email', demoUsers[role].email, '--password-stdin'], { input: `${password}\n` });
const sessionPath = (who: string) => join(folder, who, 'fintrack', 'session.json');

describe('a person without a browser', () => {
  it('is told that a password is wrong', async () => {
    expect(await login('analyst', 'not the password')).toEqual({ code: 4, stdout: '', stderr: expect.stringContaining('password is wrong') });
  });

  it('signs in, and the session is theirs alone', async () => {
    expect(await login('analyst')).toEqual({ code: 0, stderr: '', stdout: `Signed in to ${fintrack.address} as Ben Analyst (analyst) of Demo Coffee Roasters (demo).\n` });
    expect((statSync(sessionPath('analyst')).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(sessionPath('analyst'), 'utf8')).not.toContain(fintrack.demoPassword);
  });

  it('imports a bank statement and a ledger and waits for them', async () => {
    expect(await json('analyst', 'import', bankFile, '--wait')).toMatchObject([{ status: 'imported', format: 'camt053', sourceKind: 'bank', entryCount: 42, newCount: 42 }]);
    expect(await json('analyst', 'import', ledgerFile, '--source', 'ledger', '--mapping', mappingFile, '--wait')).toMatchObject([{ status: 'imported', entryCount: 42, newCount: 42 }]);
  });

  it('sees that what is imported twice was known', async () => {
    const { code, stdout } = await run('analyst', ['import', bankFile, '--wait']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^bank-statement-2026-10\.camt053\.xml +bank +camt053 +imported +42 +0 +42 /m);
  });

  it('reconciles to the outcome that the samples state', async () => {
    expect(await json('analyst', 'reconcile')).toMatchObject({ matchedCount: expected.transactions['matched'], suggestedCount: expected.transactions['suggested'], exceptionCount: expected.transactions['exceptions'] });
    const { items } = await json<{ items: { reason: string }[] }>('analyst', 'exceptions', '--all');
    const byReason = Object.fromEntries(Object.entries(Object.groupBy(items, ({ reason }) => reason)).map(([reason, of]) => [reason, of?.length]));
    expect(byReason).toEqual(expected.exceptionsByReason);
    expect((await json<{ items: unknown[]; hasMore: boolean }>('analyst', 'matches', '--state', 'suggested'))).toMatchObject({ hasMore: false, items: { length: 4 } });
  });

  it('reads tables with aligned amounts', async () => {
    const { stdout } = await run('analyst', ['exceptions']);
    const lines = stdout.split('\n').filter((line) => /^\d{4}/.test(line));
    expect(lines).toHaveLength(10);
    expect(new Set(lines.map((line) => line.indexOf(' EUR '))).size).toBe(1);
    expect(stdout).toContain('   2,980.00  EUR  amount differs');
  });

  it('is told where a long list goes on', async () => {
    const { stdout, stderr } = await run('analyst', ['matches', '--limit', '2']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(4);
    expect(stderr).toContain('--all');
  });

  it('gets reports on screen and as CSV', async () => {
    const [summary, csv, exceptions] = await Promise.all([run('analyst', ['report']), run('analyst', ['report', '--csv']), run('analyst', ['report', 'exceptions', '--csv'])]);
    expect(summary.stdout).toContain('84 transactions: 66 matched, 8 suggested, 10 exceptions, 0 not looked at yet.');
    expect(csv.stdout).toMatch(/^source_kind,currency,/);
    expect(exceptions.stdout.trimEnd().split('\r\n')).toHaveLength(11);
    expect([summary.code, csv.code, exceptions.code]).toEqual([0, 0, 0]);
  });

  it('sees who is signed in and how far the files are', async () => {
    expect(await json('analyst', 'status')).toMatchObject({ url: fintrack.address, me: { role: 'analyst', tenant: { slug: tenantSlug } }, totals: { transactionCount: 84 }, statements: { length: 3 } });
  });

  it('is told line and field of an unreadable file', async () => {
    const path = join(folder, 'broken.csv');
    writeFileSync(path, 'date,amount,currency,reference,description,account\n2026-02-30,1.00,EUR,R,D,A\n');
    const { code, stdout, stderr } = await run('analyst', ['import', path, '--source', 'bank', '--wait']);
    expect({ code, stderr }).toEqual({ code: 6, stderr: expect.stringMatching(/broken\.csv: .*line 2.*date.*2026-02-30/) });
    expect(stdout).toContain('rejected');
  });

  it('is told which field of a mapping is wrong', async () => {
    const path = join(folder, 'mapping.json');
    writeFileSync(path, '{"hasHeader":true}');
    const { code, stderr } = await run('analyst', ['import', ledgerFile, '--source', 'ledger', '--mapping', path]);
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringContaining('dateFormat') });
  });

  it('may do what the role allows, and is told otherwise', async () => {
    await login('viewer');
    expect((await run('viewer', ['exceptions'])).code).toBe(0);
    expect(await run('viewer', ['import', bankFile])).toEqual({ code: 4, stdout: '', stderr: expect.stringContaining('role does not allow') });
  });

  it('stays signed in when the token ends, also with several commands at once', async () => {
    const session = JSON.parse(readFileSync(sessionPath('analyst'), 'utf8')) as { refreshToken: string };
    writeFileSync(sessionPath('analyst'), JSON.stringify({ ...session, expiresAt: 0 }));
    const runs = await Promise.all([1, 2, 3, 4].map(() => run('analyst', ['matches', '--limit', '1'])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(JSON.parse(readFileSync(sessionPath('analyst'), 'utf8'))).not.toMatchObject({ refreshToken: session.refreshToken });
  });

  it('works by API key without signing in', async () => {
    const response = await fetch(`${fintrack.address}/api/auth/api-keys`, {
      method: 'POST', headers: { authorization: `Bearer ${await signIn(fintrack, 'admin')}`, 'content-type': 'application/json' }, body: '{"name":"nightly","role":"viewer"}',
    });
    const { secret } = (await response.json()) as { secret: string };
    const { code, stdout } = await run('nobody', ['status', '--json'], { environment: { FINTRACK_API_KEY: secret } });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ me: { kind: 'api_key', name: 'nightly', role: 'viewer' } });
  });

  it('signs out for good', async () => {
    const session = readFileSync(sessionPath('analyst'), 'utf8');
    expect((await run('analyst', ['logout'])).code).toBe(0);
    expect((await run('analyst', ['status'])).code).toBe(4);
    writeFileSync(sessionPath('analyst'), JSON.stringify({ ...(JSON.parse(session) as object), expiresAt: 0 }));
    expect(await run('analyst', ['status'])).toMatchObject({ code: 4, stderr: expect.stringContaining('fintrack login') });
  });
});

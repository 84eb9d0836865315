import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exitCodeMeanings, exitCodes } from './exit-code.ts';

const main = join(import.meta.dirname, 'main.ts');

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a person starts it, without any session or variables. */
function fintrack(...args: readonly string[]): Promise<Run> {
  const environment = { PATH: process.env['PATH'], XDG_CONFIG_HOME: join(tmpdir(), 'fintrack-no-session') };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--conditions=@fintrack/source', main, ...args], { env: environment, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }));
  });
}

describe('fintrack', () => {
  it('is a program of its own', () => expect(statSync(main).mode & 0o111).toBe(0o111));

  it('tells commands, sign-in and every exit code in its help', async () => {
    const { code, stdout, stderr } = await fintrack('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['login', 'import', 'reconcile', 'matches', 'exceptions', 'report', 'status']) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const [exitCode, meaning] of exitCodeMeanings) expect(stdout).toContain(`  ${exitCode}  ${meaning}`);
    expect(new Set(exitCodeMeanings.map(([exitCode]) => exitCode))).toEqual(new Set(Object.values(exitCodes)));
  });

  it.each([
    [['nonsense'], exitCodes.usage, "unknown command 'nonsense'"],
    [['matches', '--limit', '0'], exitCodes.usage, 'whole number'],
    [['import', 'x.xml', '--source', 'casino'], exitCodes.usage, 'Allowed choices are bank, processor, ledger'],
    [['import', '/nowhere/x.xml'], exitCodes.usage, 'There is no file /nowhere/x.xml.'],
    [['status', '--url', 'ftp://x'], exitCodes.usage, 'must look like http://127.0.0.1:4000'],
    [['login', '--tenant', 'demo'], exitCodes.usage, '--email (FINTRACK_EMAIL), --password-stdin (FINTRACK_PASSWORD)'],
    [['status'], exitCodes.notSignedIn, 'fintrack login'],
    [['status', '--url', 'http://127.0.0.1:9', '--api-key', 'k'], exitCodes.unreachable, 'npm start'],
  ])('answers %j with exit code %i', async (args, exitCode, words) => {
    const text = await fintrack(...args);
    expect(text).toMatchObject({ code: exitCode, stdout: '', stderr: expect.stringContaining(words) });
    expect(text.stderr).not.toContain('    at ');
    const asJson = await fintrack(...args, '--json');
    expect(asJson).toMatchObject({ code: exitCode, stdout: '' });
    expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: expect.stringMatching(/^[a-z_]+$/), message: expect.any(String) } });
  });
});

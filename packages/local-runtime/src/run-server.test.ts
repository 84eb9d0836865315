import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portIsFree } from '@fintrack/backing-services';
import { type FakeRepository, fakeRepository } from '../test/fake-repository.ts';

const serve = fileURLToPath(new URL('../test/serve.ts', import.meta.url));
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let repository: FakeRepository;
let dataDirectory: string;
let child: ChildProcess;
let output: string;

beforeEach(() => {
  repository = fakeRepository();
  dataDirectory = join(mkdtempSync(join(tmpdir(), 'run-server-')), 'data');
});
afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await delay(1_000);
  }
  repository.remove();
  rmSync(join(dataDirectory, '..'), { recursive: true, force: true });
});

function run(...args: string[]): void {
  output = '';
  const started = spawn(process.execPath, ['--conditions=@fintrack/source', '--disable-warning=ExperimentalWarning', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (chunk) => {
      if (child === started) output += String(chunk);
    });
  }
}

const start = () => run(serve, repository.root, '--port', '0', '--data', dataDirectory);

async function said(pattern: RegExp, timeoutMs = 30_000): Promise<RegExpExecArray> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = pattern.exec(output);
    if (found) return found;
    if (Date.now() > until || child.exitCode !== null) throw new Error(`never said ${pattern}:\n${output}`);
    await delay(50);
  }
}

const address = async () => (await said(/FinTrack is ready after .*(http:\/\/127\.0\.0\.1:\d+)/))[1] as string;
const ended = async () => (child.exitCode === null ? ((await once(child, 'exit')) as [number | null])[0] : child.exitCode);

/** A second start on the same data, beside the running one. */
async function expectRefusal(): Promise<void> {
  const [first, text] = [child, output];
  start();
  expect(await ended()).not.toBe(0);
  expect(output).toContain(`in use by process ${first.pid}`);
  [child, output] = [first, text];
}

describe('npm start', () => {
  it('prints a readiness table, address and sign-in, and ends everything at Ctrl-C with exit code 0', async () => {
    start();
    const ready = await address();
    await said(/Service +Runtime +Address +Ready after/);
    await said(/Tenant +demo\n.*admin@demo\.example/);
    await said(/Password +\S{12,}/);
    expect(output).not.toContain('\u001b[');
    expect((await fetch(`${ready}/health`)).status).toBe(200);
    await expectRefusal();
    child.kill('SIGINT');
    expect(await ended()).toBe(0);
    expect(output).toContain('Everything is stopped.');
    expect(await portIsFree(Number(new URL(ready).port))).toBe(true);
  });

  it('stops at once at a second Ctrl-C, with exit code 130', async () => {
    repository.behave('auth-service', 'deaf');
    start();
    await address();
    child.kill('SIGINT');
    await said(/Ctrl-C again/);
    await delay(600);
    child.kill('SIGINT');
    expect(await ended()).toBe(130);
  });

  it('ends a start that is under way at Ctrl-C', async () => {
    repository.behave('auth-service', 'unready');
    start();
    await said(/migrations:/);
    child.kill('SIGINT');
    expect(await ended()).toBe(0);
    expect(output).not.toContain('is ready after');
  });

  it('restarts a crashed service and says which; after three restarts in vain it stops with exit code 1', async () => {
    start();
    const ready = await address();
    await fetch(`${ready}/api/transactions/crash`).catch(() => undefined);
    await said(/reconciliation-service ended unexpectedly with code 5; its last lines:[^]*told to crash[^]*Restarting it in 0\.5 s \(1 of 3\)/);
    repository.behave('reconciliation-service', 'crash');
    await fetch(`${ready}/api/transactions/crash`).catch(() => undefined);
    expect(await ended()).toBe(1);
    expect(output).toMatch(/restarted 3 times in vain[^]*Everything is stopped/);
  });

  it('leaves nothing running when it is killed, and starts again on the same data', async () => {
    start();
    const first = await address();
    const password = (await said(/Password +(\S+)/))[1];
    const killed = once(child, 'exit');
    child.kill('SIGKILL');
    await killed;
    expect(await portIsFree(Number(new URL(first).port))).toBe(true);
    start();
    await address();
    expect((await said(/Password +(\S+)/))[1]).toBe(password);
  });

  it.each([
    { what: 'an unknown option', args: ['--nope'], code: 2, says: /--nope.*--help/s },
    { what: 'a port that is none', args: ['--port', '70000'], code: 2, says: /--port: expected an integer/ },
    { what: '--help', args: ['--help'], code: 0, says: /Usage: npm start/ },
  ])('answers $what with exit code $code and what to do', async ({ args, code, says }) => {
    run(main, ...args);
    expect(await ended()).toBe(code);
    expect(output).toMatch(says);
  });

  it('refuses a data folder that holds files of another kind', async () => {
    run(serve, repository.root, '--port', '0', '--data', repository.root);
    expect(await ended()).not.toBe(0);
    expect(output).toContain("not FinTrack's");
  });

  it('says what to do without Python', async () => {
    rmSync(join(repository.root, '.venv'), { recursive: true });
    start();
    expect(await ended()).not.toBe(0);
    expect(output).toContain('python.mjs sync');
  });
});

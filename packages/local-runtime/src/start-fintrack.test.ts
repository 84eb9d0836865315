import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portIsFree } from '@fintrack/backing-services';
import { serviceNames } from '@fintrack/catalog';
import { type FakeRepository, fakeRepository } from '../test/fake-repository.ts';
import { openDataFolder } from './data-folder.ts';
import { localSecrets } from './local-secrets.ts';
import { type Fintrack, type FintrackOptions, startFintrack } from './start-fintrack.ts';
import type { Crash } from './supervised-service.ts';

let repository: FakeRepository;
let dataDirectory: string;
const started: Fintrack[] = [];

beforeEach(() => {
  repository = fakeRepository();
  dataDirectory = join(mkdtempSync(join(tmpdir(), 'start-fintrack-')), 'data');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((fintrack) => fintrack.stop()));
  repository.remove();
  rmSync(join(dataDirectory, '..'), { recursive: true });
});

async function start(options: FintrackOptions = {}): Promise<Fintrack> {
  const fintrack = await startFintrack({ repository: repository.root, durable: false, ...options });
  started.push(fintrack);
  return fintrack;
}

const environmentOf = async ({ address }: Fintrack) => (await (await fetch(`${address}/api/transactions/environment`)).json()) as Record<string, string>;

describe('startFintrack', () => {
  it('starts every service of the catalog, each with its environment, behind one address on loopback', async () => {
    const fintrack = await start();
    expect(Object.keys(fintrack.readyMs).sort()).toEqual([...serviceNames].sort());
    expect(await (await fetch(`${fintrack.address}/health`)).json()).toEqual({ status: 'ok', services: Object.fromEntries(serviceNames.map((name) => [name, 'ready'])) });
    expect(await environmentOf(fintrack)).toMatchObject(fintrack.environments['reconciliation-service'] as object);
    expect(new URL(fintrack.address).hostname).toBe('127.0.0.1');
  });

  it('says when a service has failed for good', async () => {
    const fintrack = await start({ services: ['reconciliation-service'], restartsMax: 0 });
    await fetch(`${fintrack.address}/api/transactions/crash`).catch(() => undefined);
    await expect(fintrack.failed).resolves.toMatchObject({ code: 'service_failed', message: expect.stringContaining('told to crash') });
  });

  it('keeps secrets of a named folder until it is reset, and writes logs there', async () => {
    const options = { services: ['reconciliation-service'], dataDirectory } as const;
    const first = await start(options);
    await expect(start(options)).rejects.toMatchObject({ code: 'data_in_use' });
    await first.stop();
    expect(readFileSync(join(dataDirectory, 'logs', 'reconciliation-service.log'), 'utf8')).toContain('listening');
    expect(localSecrets(dataDirectory).operatorKey).toBe(first.operatorKey);
    const second = await start({ ...options, reset: true });
    expect(second.operatorKey).not.toBe(first.operatorKey);
  });

  it('stops all that has started when a service does not start', async () => {
    repository.behave('auth-service', 'crash');
    await expect(start({ services: ['auth-service', 'reconciliation-service'], restartsMax: 0, dataDirectory })).rejects.toMatchObject({ code: 'service_failed' });
    expectNothingRunsOn(dataDirectory);
  });

  it('ends a start that is under way', async () => {
    repository.behave('auth-service', 'unready');
    const abort = new AbortController();
    const onStep = (step: string) => {
      if (step === 'migrations') setTimeout(() => abort.abort('enough'), 500);
    };
    await expect(start({ services: ['auth-service'], signal: abort.signal, dataDirectory, onStep })).rejects.toBe('enough');
    expectNothingRunsOn(dataDirectory);
  });
});

/** The folder's release is the last thing that stop() does. */
function expectNothingRunsOn(folder: string): void {
  expect(existsSync(join(folder, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
  openDataFolder(folder).release();
}

describe('a subset of the services', () => {
  it('has its own variables but not those of the person who starts it, is killed and restarted alone, and leaves nothing behind', async () => {
    process.env['AWS_SESSION_TOKEN'] = 'mine';
    const crashes: Crash[] = [];
    const fintrack = await start({
      services: ['reconciliation-service'], onCrash: (crash) => crashes.push(crash),
      serviceEnvironment: { 'reconciliation-service': { DB_POOL_MAX: '3', EXTRA: 'yes' } },
    });
    delete process.env['AWS_SESSION_TOKEN'];
    const environment = await environmentOf(fintrack);
    expect(environment).toMatchObject({ DB_POOL_MAX: '3', EXTRA: 'yes', AWS_ACCESS_KEY_ID: 'local' });
    expect(environment).not.toHaveProperty('AWS_SESSION_TOKEN');
    expect((await fetch(`${fintrack.address}/api/auth/me`)).status).toBe(503);
    expect(() => fintrack.serviceAddress('auth-service')).toThrow(/not among/);

    await fintrack.kill('reconciliation-service');
    expect((await fetch(`${fintrack.address}/api/transactions`)).status).toBe(503);
    expect((await fetch(`${fintrack.address}/health`)).status).toBe(503);
    await fintrack.restart('reconciliation-service');
    expect((await fetch(`${fintrack.address}/api/transactions`)).status).toBe(200);
    expect(crashes).toEqual([]);

    const ports = [fintrack.address, fintrack.serviceAddress('reconciliation-service'), fintrack.backing.redis.url, fintrack.backing.aws.address].map((address) => Number(new URL(address).port));
    await fintrack.stop();
    await fintrack.stop();
    for (const port of [...ports, fintrack.backing.postgres.port]) expect(await portIsFree(port)).toBe(true);
    expect(existsSync(fintrack.dataDirectory)).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@fintrack/backing-services';
import { services } from '@fintrack/catalog';
import { type FakeRepository, fakeRepository } from '../test/fake-repository.ts';
import { serviceCommand } from './service-command.ts';
import { type Crash, SupervisedService, type SupervisedServiceOptions } from './supervised-service.ts';

const name = 'reporting-service';
let repository: FakeRepository;
let service: SupervisedService;
let crashes: Crash[];

async function supervise(more: Partial<SupervisedServiceOptions> = {}): Promise<SupervisedService> {
  const port = await freePort();
  service = new SupervisedService({
    name, port, command: serviceCommand(services[name], repository.root), environment: { PORT: String(port), HOST: '127.0.0.1' },
    onLine: () => undefined, onCrash: (crash) => crashes.push(crash), backoffMs: 20, ...more,
  });
  return service;
}

beforeEach(() => {
  repository = fakeRepository();
  crashes = [];
});
afterEach(async () => {
  await service.stop();
  repository.remove();
});

describe('SupervisedService', () => {
  it('is ready once it answers, and stopped after stop', async () => {
    await (await supervise()).start();
    expect(service.state).toBe('ready');
    await service.stop();
    expect(service.state).toBe('stopped');
    expect(crashes).toEqual([]);
    await expect(fetch(service.address)).rejects.toThrow();
  });

  it('restarts a crashed service, saying which, how and what it said last', async () => {
    await (await supervise()).start();
    await fetch(`${service.address}/api/transactions/crash`).catch(() => undefined);
    while (crashes.length === 0 || service.state !== 'ready') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(crashes).toEqual([{ name, code: 5, lastLines: expect.arrayContaining(['told to crash']), restart: { number: 1, of: 3, inMs: 20 } }]);
    expect((await fetch(`${service.address}/ready`)).status).toBe(200);
  });

  it('gives up after three restarts, each later than the one before', async () => {
    repository.behave(name, 'crash');
    await expect((await supervise()).start()).rejects.toMatchObject({ code: 'service_failed', message: expect.stringMatching(/reporting-service ended with code 3.*cannot go on/s) });
    expect(crashes.map(({ restart }) => restart?.inMs)).toEqual([20, 40, 80, undefined]);
    expect(service.state).toBe('failed');
    await expect(service.failed).resolves.toMatchObject({ code: 'service_failed' });
  });

  it('says why a service did not get ready in time', async () => {
    repository.behave(name, 'unready');
    await expect((await supervise({ readyTimeoutMs: 800 })).start()).rejects.toMatchObject({ message: expect.stringMatching(/not ready after 0\.8 s; GET \/ready says 503/) });
  });

  it('does not restart what was killed on purpose, until it is told to', async () => {
    await (await supervise()).start();
    await service.kill();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(service.state).toBe('stopped');
    expect(crashes).toEqual([]);
    await service.start();
    expect(service.state).toBe('ready');
  });

  it('kills a service that ignores SIGTERM', async () => {
    repository.behave(name, 'deaf');
    await (await supervise()).start();
    const begin = Date.now();
    await service.stop(300);
    expect(Date.now() - begin).toBeLessThan(5_000);
    await expect(fetch(service.address)).rejects.toThrow();
  });

  it('ends the waiting for a service that is stopped while it starts', async () => {
    repository.behave(name, 'unready');
    const starting = (await supervise()).start();
    const outcome = expect(starting).rejects.toMatchObject({ code: 'service_failed' });
    await service.stop();
    await outcome;
  });
});

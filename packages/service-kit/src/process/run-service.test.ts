import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '../../test/kit-queue.ts';

const example = fileURLToPath(new URL('../../test/run-service-example.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(mode = 'well') {
  const child = spawn('node', ['--conditions=@fintrack/source', '--disable-warning=ExperimentalWarning', example, mode], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const listening = async () => {
    await until(() => output.includes('"listening"'));
    return /"address":"([^"]+)"/.exec(output)?.[1] ?? '';
  };
  return { child, exit, listening, output: () => output };
}

describe('runService', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('on %s finishes running requests, then stops phase after phase and exits 0', async (signal) => {
    const { child, exit, listening, output } = start();
    const address = await listening();
    const running = fetch(`${address}/api/wait`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill(signal);
    expect((await running).status).toBe(204);
    expect(await exit).toBe(0);
    const [consumer, pool, end] = ['stopped consumer', 'stopped pool', '"stopped"'].map((text) => output().indexOf(text)) as [number, number, number];
    expect(consumer).toBeGreaterThan(0);
    expect(pool).toBeGreaterThan(consumer);
    expect(end).toBeGreaterThan(pool);
    await expect(fetch(`${address}/health`)).rejects.toThrow();
  });

  it('exits 1 when something does not stop in time', async () => {
    const { child, exit, listening, output } = start('stuck');
    await listening();
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(output()).toContain('not everything stopped within the grace');
  });

  it('prints every fault of the configuration and exits 1', async () => {
    const { exit, output } = start('bad-config');
    expect(await exit).toBe(1);
    expect(output()).toBe('CONFIG: PORT: expected an integer\nCONFIG: HOST: expected text\n');
  });

  it('logs an unhandled rejection and exits 1', async () => {
    const { exit, output } = start('rejection');
    expect(await exit).toBe(1);
    expect(output()).toContain('nobody waits for this');
    expect(output()).toContain('"level":"fatal"');
  });
});

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { isAlive } from './process-identity.ts';
import { spawnTied } from './spawn-tied.ts';

const module = new URL('./spawn-tied.ts', import.meta.url).href;

async function until(condition: () => boolean, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not so after ${timeoutMs} ms: ${condition}`);
    await delay(25);
  }
}

const sh = (script: string, more: Partial<Parameters<typeof spawnTied>[0]> = {}) => spawnTied({ command: '/bin/sh', args: ['-c', script], ...more });

describe('spawnTied', () => {
  it('reports the exit code and the last lines', async () => {
    const child = sh('echo one; echo two >&2; exit 7');
    expect(await child.exited).toEqual({ code: 7 });
    expect([...child.lastLines()].sort()).toEqual(['one', 'two']);
    expect(child.hasExited()).toBe(true);
  });

  it('reports 127 for a program that does not exist', async () => {
    const child = spawnTied({ command: '/does/not/exist', args: [] });
    expect(await child.exited).toEqual({ code: 127 });
    expect(child.lastLines().join()).toMatch(/not found/);
  });

  it('stops by the stop signal, and every further stop gets the same exit', async () => {
    const child = sh('trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.05; done');
    await until(() => child.lastLines().includes('up'));
    expect(await child.stop()).toEqual({ code: 3 });
    expect(await child.stop()).toEqual({ code: 3 });
    expect(child.lastLines()).toContain('bye');
  });

  it('kills what ignores the stop signal after the grace time', async () => {
    const child = sh('trap "" TERM; echo up; while :; do sleep 0.05; done');
    await until(() => child.lastLines().includes('up'));
    expect(await child.stop(200)).toEqual({ code: 137 });
  });

  it('keeps only the newest lines', async () => {
    const child = sh('i=0; while [ $i -lt 200 ]; do echo $i; i=$((i+1)); done');
    await child.exited;
    expect(child.lastLines()).toHaveLength(60);
    expect(child.lastLines().at(-1)).toBe('199');
  });

  it('stops the program when its parent is killed by SIGKILL', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tied-'));
    const pidFile = join(folder, 'pid');
    const script = `import { spawnTied } from ${JSON.stringify(module)}; spawnTied({ command: '/bin/sh', args: ['-c', 'echo $$ > ${pidFile}; exec sleep 300'] });`;
    const parent = spawn('node', ['--conditions=@fintrack/source', '--input-type=module', '-e', script], { stdio: 'inherit' });
    const read = () => {
      try {
        return Number(readFileSync(pidFile, 'utf8'));
      } catch {
        return 0;
      }
    };
    await until(() => read() > 0);
    expect(isAlive(read())).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(read()));
    rmSync(folder, { recursive: true });
  });
});

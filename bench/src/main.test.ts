import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

function bench(...options: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--conditions=@fintrack/source', main, ...options], { encoding: 'utf8', timeout: 50_000 });
}

describe('npm run bench', () => {
  it('measures one claim, gives its numbers as JSON and ends with 0 exactly when it holds', () => {
    const { status, stdout } = bench('--only', 'match-pass', '--rows', '2000', '--rounds', '1', '--json');
    const [verdict] = JSON.parse(stdout) as { id: string; holds: boolean; ratio: number }[];
    expect(verdict).toMatchObject({ id: 'match-pass', ratioMax: 20 });
    expect(status).toBe(verdict?.holds === true ? 0 : 1);
  });

  it.each([
    [['--only', 'nothing'], 'no claim nothing'],
    [['--rows', '0'], '--rows: expected an integer from 1 to 9999999, got "0"'],
    [['--rounds', 'x'], '--rounds: expected an integer'],
  ])('refuses %j', (options, message) => {
    const { status, stderr } = bench(...options);
    expect([status, stderr.includes(message)]).toEqual([1, true]);
  });
});

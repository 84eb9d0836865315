import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withLock } from './with-lock.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cli-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('withLock', () => {
  it('lets one action run at a time and goes on after a failed one', async () => {
    let running = 0;
    let most = 0;
    const action = async (index: number) => {
      most = Math.max(most, (running += 1));
      await delay(5);
      running -= 1;
      if (index === 1) throw new Error('one fails');
      return index;
    };
    const results = await Promise.allSettled([0, 1, 2, 3].map((index) => withLock(join(folder, 'lock'), () => action(index))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over a lock that a killed process left', async () => {
    mkdirSync(join(folder, 'lock'));
    utimesSync(join(folder, 'lock'), 0, 0);
    expect(await withLock(join(folder, 'lock'), () => Promise.resolve('done'))).toBe('done');
  });

  it('gives up on one that stays held', async () => {
    mkdirSync(join(folder, 'lock'));
    await expect(withLock(join(folder, 'lock'), () => Promise.resolve(), { waitMs: 100 })).rejects.toMatchObject({ code: 'session_busy' });
  });
});

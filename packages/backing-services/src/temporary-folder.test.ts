import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './temporary-folder.ts';

describe('temporaryFolder', () => {
  it('removes what killed processes left, and nothing of living ones', () => {
    const mine = temporaryFolder('test');
    const own = basename(mine).split('-').slice(0, 3).join('-');
    const dead = join(dirname(mine), 'run-999999999-123-test-x');
    const reused = join(dirname(mine), `run-${process.pid}-1-test-x`);
    const sibling = join(dirname(mine), `${own}-other-x`);
    for (const folder of [dead, reused, sibling]) mkdirSync(folder, { recursive: true });
    const another = temporaryFolder('test');
    expect([mine, another, sibling, dead, reused].map((folder) => existsSync(folder))).toEqual([true, true, true, false, false]);
    for (const folder of [mine, another, sibling]) rmSync(folder, { recursive: true });
  });
});

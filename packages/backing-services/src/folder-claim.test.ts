import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimFolder } from './folder-claim.ts';
import { startedAt } from './process-identity.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claim-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('claimFolder', () => {
  it('refuses a folder that a living process holds, and names it', () => {
    const parent = process.ppid;
    writeFileSync(join(folder, 'owner'), `${parent} ${startedAt(parent)}`);
    expect(() => claimFolder(folder)).toThrow(`in use by process ${parent}`);
  });

  it('refuses a second claim of the same process until the first is released', () => {
    const claim = claimFolder(folder);
    expect(() => claimFolder(folder)).toThrow('in use by this process');
    claim.release();
    claimFolder(folder).release();
  });

  it('takes over from a process that is gone, even if its pid lives again', () => {
    for (const text of ['999999999 123', `${process.ppid} some-other-start`, 'garbage']) {
      writeFileSync(join(folder, 'owner'), text);
      claimFolder(folder).release();
    }
  });
});

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findDrift } from './drift.ts';
import { emittedFiles } from './emitted-files.ts';

describe('emitted files', () => {
  it('are in the repository as the declarations have them', () => {
    expect(findDrift(join(import.meta.dirname, '..'))).toEqual([]);
  });
});

describe('findDrift', () => {
  let parent: string;
  let root: string;

  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'contracts-'));
    root = join(parent, 'contracts');
    for (const [path, text] of emittedFiles()) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  it('finds nothing in a faithful copy', () => expect(findDrift(root)).toEqual([]));

  it('names a changed, a missing and a left-over file', () => {
    const copy = join(parent, 'changed', 'contracts');
    for (const folder of ['contracts', 'service-kit-py']) cpSync(join(parent, folder), join(parent, 'changed', folder), { recursive: true });
    writeFileSync(join(copy, 'schemas/Money.json'), '{}');
    rmSync(join(copy, 'openapi/auth-service.json'));
    writeFileSync(join(copy, 'schemas/Gone.json'), '{}');
    expect(findDrift(copy)).toEqual([
      { path: 'schemas/Money.json', kind: 'differs' },
      { path: 'openapi/auth-service.json', kind: 'missing' },
      { path: 'schemas/Gone.json', kind: 'left over' },
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Plain JavaScript without types: it runs on Node 20 before anything is installed.
const { findPython } = (await import(new URL('../../tools/python.mjs', import.meta.url).href)) as { findPython: (candidates: (string | undefined)[]) => string };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fintrack-python-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers the probe as such a Python would. */
function python(name: string, version: string, exitCode: number): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho ${version}\nexit ${exitCode}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('finding Python', () => {
  it('takes the first that is new enough and can make environments', () => {
    const old = python('old', '3.9', 0);
    const good = python('good', '3.13', 0);
    expect(findPython([old, undefined, join(folder, 'absent'), good])).toBe(good);
  });

  it('names the Debian package that a Python without ensurepip lacks', () => {
    expect(() => findPython([python('bare', '3.12', 1)])).toThrow(/lacks ensurepip: on Debian or Ubuntu run `apt-get install python3.12-venv`/);
  });

  it('says which Pythons were too old', () => {
    expect(() => findPython([python('older', '3.10', 0)])).toThrow(/needs Python 3.11 or newer.*older is 3.10/s);
  });

  it('says that there is none, and how to name one', () => {
    expect(() => findPython([join(folder, 'absent')])).toThrow(/None was found on the PATH. FINTRACK_PYTHON may name another one/);
  });
});

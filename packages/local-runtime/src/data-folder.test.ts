import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataFolder, removeDataFolder } from './data-folder.ts';

let parent: string;
let path: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'data-folder-'));
  path = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

describe('openDataFolder', () => {
  it('makes a new folder and opens it again', () => {
    openDataFolder(path).release();
    expect(readdirSync(path)).toEqual(['fintrack-data.json']);
    openDataFolder(path).release();
  });

  it('refuses a folder that is open', () => {
    const folder = openDataFolder(path);
    expect(() => openDataFolder(path)).toThrow(/in use/);
    folder.release();
  });

  it('refuses a folder with files that are not FinTrack’s, even with reset, and touches none', () => {
    mkdirSync(path);
    writeFileSync(join(path, 'thesis.doc'), '');
    expect(() => openDataFolder(path, true)).toThrow(expect.objectContaining({ code: 'data_folder_foreign' }));
    expect(readdirSync(path)).toEqual(['thesis.doc']);
  });

  it.each(['{"layoutVersion":0}', 'not json', '{}'])('refuses a folder of another layout (%s) until it is reset', (text) => {
    openDataFolder(path).release();
    writeFileSync(join(path, 'fintrack-data.json'), text);
    writeFileSync(join(path, 'old'), '');
    expect(() => openDataFolder(path)).toThrow(expect.objectContaining({ code: 'data_folder_outdated', message: expect.stringContaining('--reset') }));
    openDataFolder(path, true).release();
    expect(existsSync(join(path, 'old'))).toBe(false);
  });

  it('removes the folder', () => {
    openDataFolder(path).release();
    removeDataFolder(path);
    expect(existsSync(path)).toBe(false);
  });
});

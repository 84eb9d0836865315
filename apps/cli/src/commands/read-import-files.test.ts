import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exitCodes } from '../exit-code.ts';
import { readImportFiles, readMapping } from './read-import-files.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-import-'));
  for (const name of ['a.xml', 'b.CSV', 'c.sta', 'bad.json']) writeFileSync(at(name), 'text{');
  writeFileSync(at('empty.xml'), '');
  writeFileSync(at('good.json'), '{"hasHeader":true}');
  mkdirSync(at('folder.xml'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('readImportFiles', () => {
  it('takes statements as the bank’s and tables as what the person says', () => {
    expect(readImportFiles([at('a.xml'), at('c.sta')], undefined)).toMatchObject([{ name: 'a.xml', sourceKind: 'bank', sizeBytes: 5 }, { name: 'c.sta', sourceKind: 'bank' }]);
    expect(readImportFiles([at('b.CSV'), at('a.xml')], 'ledger')).toMatchObject([{ sourceKind: 'ledger' }, { sourceKind: 'ledger' }]);
  });

  it.each([
    ['missing.xml', 'file_not_found'],
    ['a.xml/b', 'file_not_found'],
    ['folder.xml', 'not_a_file'],
    ['empty.xml', 'file_empty'],
    ['b.CSV', 'source_missing'],
  ])('refuses %s with %s before anything is sent', (name, code) => {
    expect(() => readImportFiles([at('a.xml'), at(name)], undefined)).toThrow(expect.objectContaining({ code, exitCode: exitCodes.usage }));
  });
});

describe('readMapping', () => {
  it('gives the text of JSON', () => expect(readMapping(at('good.json'))).toBe('{"hasHeader":true}'));
  it('says why a text is no JSON', () => expect(() => readMapping(at('bad.json'))).toThrow(expect.objectContaining({ code: 'mapping_not_json' })));
});

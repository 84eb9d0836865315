import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { multipartFile } from './multipart-file.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'cli-multipart-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('multipartFile', () => {
  it('is read back as its fields and its file, byte by byte, and counts each byte once', async () => {
    const path = join(folder, 'a');
    const bytes = Buffer.alloc(1_000_003, '\u0000\r\n--é');
    writeFileSync(path, bytes);
    let counted = 0;
    const { contentType, body } = multipartFile({ sourceKind: 'bank', mapping: '{"a":"ä"}' }, { field: 'file', path, fileName: 'Auszug "Növ".csv' }, (count) => void (counted += count));
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
    expect([...form.keys()]).toEqual(['sourceKind', 'mapping', 'file']);
    expect(form.get('mapping')).toBe('{"a":"ä"}');
    const file = form.get('file') as File;
    expect(file.name).toBe('Auszug "Növ".csv');
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    expect(counted).toBe(bytes.length);
  });
});

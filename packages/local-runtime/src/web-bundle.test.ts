import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { webBundle } from './web-bundle.ts';

let root: string;
const app = () => join(root, 'apps', 'web');

/** Stands in for Vite: writes the bundle, or fails if the sources say so. */
const vite = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
if (readFileSync('src/main.tsx', 'utf8').includes('broken')) { console.error('src/main.tsx: unexpected token'); process.exit(1); }
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', 'built ' + process.argv.slice(2).join(' '));
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'web-bundle-'));
  for (const folder of ['apps/web/src/pages', 'apps/web/dist', 'node_modules/vite/bin']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(app(), 'package.json'), '{}');
  writeFileSync(join(app(), 'index.html'), '');
  writeFileSync(join(app(), 'src/main.tsx'), '');
  writeFileSync(join(app(), 'src/pages/page.tsx'), '');
  writeFileSync(join(root, 'node_modules/vite/package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'node_modules/vite/bin/vite.js'), vite);
});
afterEach(() => rmSync(root, { recursive: true }));

async function built(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(join(app(), 'dist/index.html'), 'utf8');
}

describe('webBundle', () => {
  it('builds a bundle that is missing', async () => {
    expect(await webBundle(root)).toBe(join(app(), 'dist'));
    expect(await built()).toMatch(/^built build/);
  });

  it('keeps a bundle newer than its sources, and builds one that is older than any of them', async () => {
    writeFileSync(join(app(), 'dist/index.html'), 'kept');
    const later = new Date(Date.now() + 10_000);
    utimesSync(join(app(), 'dist/index.html'), later, later);
    await webBundle(root);
    expect(await built()).toBe('kept');
    const latest = new Date(Date.now() + 20_000);
    utimesSync(join(app(), 'src/pages/page.tsx'), latest, latest);
    await webBundle(root);
    expect(await built()).toMatch(/^built/);
  });

  it('shows why a bundle could not be built', async () => {
    writeFileSync(join(app(), 'src/main.tsx'), 'broken');
    await expect(webBundle(root)).rejects.toMatchObject({ code: 'bundle_failed', message: expect.stringContaining('unexpected token') });
  });

  it('has no bundle without a web app', async () => {
    rmSync(join(app(), 'index.html'));
    expect(await webBundle(root)).toBeUndefined();
  });
});

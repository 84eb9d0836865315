import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Library } from '../library.ts';
import { WorkspaceRoot } from '../workspace-root.ts';

type Kind = 'files' | 'exports' | 'dependencies' | 'unlisted';
/** What knip says about one file. */
type Findings = { readonly file: string } & Readonly<Record<Kind, readonly { readonly name: string }[]>>;

describe('unused code in a workspace of these kinds', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'fintrack-unused-'));
  const write = (path: string, text: string) => {
    mkdirSync(join(outdir, path, '..'), { recursive: true });
    writeFileSync(join(outdir, path), text);
  };
  let status: number | null;
  let findings: Findings[];
  beforeAll(() => {
    const root = new WorkspaceRoot({ outdir, install: false });
    new Library(root, 'matching', { deps: ['uuid', 'jose'] });
    root.synth();
    write('packages/matching/src/index.ts', "export { used } from './used.ts';\nexport const offered = 1;\n");
    write('packages/matching/src/used.ts', "import { jwtVerify } from 'jose';\nimport { pino } from 'pino';\nexport const used = [jwtVerify, pino, 1];\nexport const needless = 1;\n");
    write('packages/matching/src/forgotten.ts', 'export const forgotten = 1;\n');
    write('packages/matching/src/used.test.ts', "import { used } from './used.ts';\nused.push(1);\n");
    const knip = spawnSync('knip', ['--no-progress', '--reporter', 'json'], { cwd: outdir, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
    status = knip.status;
    findings = JSON.parse(knip.stdout).issues;
  });
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  const names = (kind: Kind) => findings.filter(({ file }) => file.startsWith('packages/')).flatMap((finding) => finding[kind]).map(({ name }) => name);

  it('fails', () => expect(status).toBe(1));
  it('is a file that nothing imports', () => expect(names('files')).toEqual(['packages/matching/src/forgotten.ts']));
  it('is an export of a file that nobody imports, but not one of the package', () => expect(names('exports')).toEqual(['needless']));
  it('is a dependency that the sources do not import', () => expect(names('dependencies')).toEqual(['uuid']));
  it('is as bad as a dependency that the manifest does not name', () => expect(names('unlisted')).toEqual(['pino']));
});

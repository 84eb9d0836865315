import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Library } from '../library.ts';
import { NodeService } from '../node-service.ts';
import { PythonPackage } from '../python-package.ts';
import { PythonService } from '../python-service.ts';
import { WebApp } from '../web-app.ts';
import { WorkspaceRoot } from '../workspace-root.ts';

let outdir: string;
let root: WorkspaceRoot;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'fintrack-projenrc-'));
  root = new WorkspaceRoot({ outdir, install: false });
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

const text = (path: string) => readFileSync(join(outdir, path), 'utf8');
const json = (path: string) => JSON.parse(text(path));

describe('WorkspaceRoot', () => {
  it('writes the root manifests with exact versions only', () => {
    root.synth();
    const manifest = json('package.json');
    expect(manifest.scripts).toMatchObject({ start: 'node tools/start.mjs', test: 'node tools/test.mjs' });
    for (const version of Object.values<string>(manifest.devDependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(manifest.overrides).toEqual({ 'unrs-resolver': '1.12.2', 'oxc-parser': '0.154.0' });
    expect(json('nx.json').targetDefaults).toHaveProperty('test.outputs', ['{projectRoot}/test-results']);
    expect(json('tsconfig.base.json').compilerOptions.customConditions).toEqual(['@fintrack/source']);
    expect(text('pyproject.toml')).toContain('[tool.uv.workspace]');
    expect(text('.gitignore')).toContain('node_modules/');
  });

  it('lists Python inputs that Nx would otherwise not see', () => {
    root.synth();
    expect(json('nx.json').namedInputs.python).toContain('{workspaceRoot}/uv.lock');
    expect(json('nx.json').namedInputs.workspace).toContain('{workspaceRoot}/tsconfig.base.json');
  });

  it('writes the same bytes when run again', () => {
    new Library(root, 'matching');
    root.synth();
    const first = ['package.json', 'nx.json', '.gitignore', '.projen/files.json', 'packages/matching/package.json'].map(text);
    const again = new WorkspaceRoot({ outdir, install: false });
    new Library(again, 'matching');
    again.synth();
    expect(['package.json', 'nx.json', '.gitignore', '.projen/files.json', 'packages/matching/package.json'].map(text)).toEqual(first);
  });
});

describe('Library', () => {
  it('is a workspace package with manifest, compiler and Jest configuration', () => {
    new Library(root, 'service-kit', { uses: ['contracts'], testUses: ['backing-services'], deps: ['pg'], devDeps: ['@types/pg'] });
    root.synth();
    const manifest = json('packages/service-kit/package.json');
    expect(manifest.name).toBe('@fintrack/service-kit');
    expect(manifest.exports).toEqual({ '.': { '@fintrack/source': './src/index.ts' } });
    expect(manifest.dependencies).toEqual({ '@fintrack/contracts': '0.0.0', pg: '8.23.1' });
    expect(manifest.devDependencies).toEqual({ '@fintrack/backing-services': '0.0.0', '@types/pg': '8.23.1' });
    expect(manifest.nx).toMatchObject({ name: 'service-kit', tags: ['package:service-kit'], targets: { build: {}, lint: {}, test: {} } });
    expect(json('packages/service-kit/tsconfig.json').extends).toBe('../../tsconfig.base.json');
    expect(json('packages/service-kit/jest.config.json').extensionsToTreatAsEsm).toEqual(['.ts', '.tsx']);
  });

  it('refuses a use that the boundaries do not allow', () => {
    expect(() => new Library(root, 'matching', { uses: ['service-kit'] })).toThrow(
      '.projenrc.ts: matching uses service-kit, which projenrc/boundaries.ts does not allow',
    );
  });
});

describe('NodeService', () => {
  it('depends on the kit and carries the environment schema of its catalog entry', () => {
    new NodeService(root, 'reporting-service', { deps: ['kysely'] });
    root.synth();
    expect(Object.keys(json('apps/reporting-service/package.json').dependencies)).toEqual([
      '@fintrack/contracts', '@fintrack/database', '@fintrack/service-kit', 'kysely',
    ]);
    const schema = json('apps/reporting-service/config.schema.json');
    expect(schema.required).toContain('AUTH_JWKS_URL');
    expect(schema.required).not.toContain('DB_PASSWORD');
  });

  it('refuses a service whose catalog entry is Python', () => {
    expect(() => new NodeService(root, 'transaction-worker')).toThrow("its catalog entry says runtime 'python'");
  });
});

describe('PythonService', () => {
  it('is a member of the uv workspace and an Nx project with layers', () => {
    new PythonService(root, 'transaction-worker', { deps: ['lxml'] });
    root.synth();
    const manifest = text('apps/transaction-worker/pyproject.toml');
    expect(manifest).toContain('name = "fintrack-transaction-worker"');
    expect(manifest).toMatch(/"lxml==\d/);
    expect(manifest).toContain('workspace = true');
    expect(manifest).toContain('type = "layers"');
    const project = json('apps/transaction-worker/project.json');
    expect(project).toMatchObject({ name: 'transaction-worker', implicitDependencies: ['service-kit-py'] });
    expect(project.targets.test.inputs).toContain('python');
    expect(project.targets.test.outputs).toEqual(['{projectRoot}/test-results']);
  });

  it('refuses a service whose catalog entry is Node', () => {
    expect(() => new PythonService(root, 'auth-service')).toThrow("its catalog entry says runtime 'node'");
  });
});

describe('PythonPackage', () => {
  it('forbids imports of the Python packages it does not use', () => {
    new PythonPackage(root, 'packages/service-kit-py');
    root.synth();
    const manifest = text('packages/service-kit-py/pyproject.toml');
    expect(manifest).toMatch(/forbidden_modules = \[ *"transaction_worker", "ml_anomaly_detector" *\]/);
  });
});

describe('WebApp', () => {
  it('bundles by Vite into dist and compiles for the browser', () => {
    new WebApp(root, 'web', { uses: ['contracts'], deps: ['react'] });
    root.synth();
    const manifest = json('apps/web/package.json');
    expect(manifest.nx.targets.bundle).toMatchObject({ command: 'vite build', outputs: ['{projectRoot}/dist'] });
    expect(manifest.devDependencies).toHaveProperty('vite');
    expect(manifest.exports).toEqual({ '.': {} });
    expect(json('apps/web/tsconfig.json').compilerOptions.lib).toContain('dom');
    expect(existsSync(join(outdir, 'apps/web/config.schema.json'))).toBe(false);
  });
});

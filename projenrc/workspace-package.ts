import { Component, JsonFile, type Project } from 'projen';
import { mayImport } from './boundaries.ts';
import { type ThirdParty, pinned } from './versions.ts';

export interface WorkspacePackageOptions {
  /** Packages of ours that the sources import; must be allowed by boundaries.ts. @default none */
  readonly uses?: readonly string[];
  /** Packages of ours that only the tests import. @default none */
  readonly testUses?: readonly string[];
  /** Third-party packages that the sources import. @default none */
  readonly deps?: readonly ThirdParty[];
  /** Third-party packages that only tests and generators import. @default none */
  readonly devDeps?: readonly ThirdParty[];
  /** Whether other packages import it, by `src/index.ts`. @default false */
  readonly imported?: boolean;
  /** Nx targets beside build, lint and test. @default none */
  readonly targets?: Readonly<Record<string, unknown>>;
  /** Commands the package installs. @default none */
  readonly bin?: Readonly<Record<string, string>>;
  /** Files outside the package that its targets read, from the workspace root, so that their change re-runs it. @default none */
  readonly alsoReads?: readonly string[];
  /** Whether nothing else may run beside its tests, since they start whole systems. @default false */
  readonly testsRunAlone?: boolean;
  /** Other Nx projects whose change re-runs this one although no manifest names them. @default none */
  readonly implicitDependencies?: readonly string[];
  /** Compiler options beside those of tsconfig.base.json. @default none */
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/**
 * What every TypeScript package of the workspace has: manifest with Nx targets, tsconfig, Jest configuration.
 * Files are components of the one root project, so a package costs no projen project of its own
 * (25 subprojects would each write three files under .projen and spawn their own tasks).
 */
export class WorkspacePackage extends Component {
  /** Folder from the workspace root, for example `packages/matching`. */
  readonly directory: string;
  readonly manifest: JsonFile;

  constructor(project: Project, directory: string, options: WorkspacePackageOptions = {}) {
    super(project, directory.replaceAll('/', '-'));
    this.directory = directory;
    const name = directory.split('/').at(-1) as string;
    for (const used of options.uses ?? []) {
      if (!mayImport(name, used)) {
        throw new Error(`.projenrc.ts: ${name} uses ${used}, which projenrc/boundaries.ts does not allow`);
      }
    }
    const up = directory.split('/').map(() => '..').join('/');
    this.manifest = new JsonFile(project, `${directory}/package.json`, {
      obj: packageManifest(name, options),
    });
    new JsonFile(project, `${directory}/tsconfig.json`, {
      obj: {
        extends: `${up}/tsconfig.base.json`,
        ...(options.compilerOptions ? { compilerOptions: options.compilerOptions } : {}),
        include: ['src', 'test', '*.ts', ...(options.alsoReads ?? []).filter((path) => path.endsWith('.ts')).map((path) => `${up}/${path}`)],
      },
    });
    new JsonFile(project, `${directory}/jest.config.json`, { obj: jestConfiguration(up), marker: false });
  }
}

function packageManifest(name: string, options: WorkspacePackageOptions) {
  const ours = (names: readonly string[] = []) => Object.fromEntries([...names].sort().map((used) => [`@fintrack/${used}`, '0.0.0']));
  return {
    name: `@fintrack/${name}`,
    version: '0.0.0',
    private: true,
    license: 'Apache-2.0',
    type: 'module',
    // Empty conditions let nobody import it; without the key, ESLint would not know whose import it refuses.
    exports: { '.': options.imported ? { '@fintrack/source': './src/index.ts' } : {} },
    ...(options.bin ? { bin: options.bin } : {}),
    dependencies: { ...ours(options.uses), ...pinned(options.deps ?? []) },
    devDependencies: { ...ours(options.testUses), ...pinned(options.devDeps ?? []) },
    nx: {
      name,
      tags: [`package:${name}`],
      ...(options.implicitDependencies ? { implicitDependencies: options.implicitDependencies } : {}),
      targets: { ...checkTargets(options), ...options.targets },
    },
  };
}

function checkTargets({ alsoReads, testsRunAlone }: WorkspacePackageOptions) {
  const inputs = alsoReads ? { inputs: ['source', '^source', 'workspace', ...alsoReads.map((path) => `{workspaceRoot}/${path}`)] } : {};
  return { build: inputs, lint: inputs, test: { ...inputs, ...(testsRunAlone ? { parallelism: false } : {}) } };
}

function jestConfiguration(up: string) {
  return {
    testEnvironment: 'node',
    testMatch: ['<rootDir>/src/**/*.test.ts?(x)', '<rootDir>/test/**/*.test.ts?(x)', '<rootDir>/*.test.ts'],
    extensionsToTreatAsEsm: ['.ts', '.tsx'],
    transform: {
      '^.+\\.tsx?$': [
        `<rootDir>/${up}/node_modules/@swc/jest`,
        {
          jsc: {
            parser: { syntax: 'typescript', tsx: true },
            target: 'es2024',
            transform: { react: { runtime: 'automatic' } },
            // Without `with { type: 'json' }` Jest's next major refuses JSON.
            experimental: { keepImportAttributes: true },
          },
          module: { type: 'es6' },
        },
      ],
    },
    testEnvironmentOptions: { customExportConditions: ['@fintrack/source', 'node', 'node-addons'] },
    testTimeout: 60_000,
  };
}

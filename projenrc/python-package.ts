import { Component, JsonFile, type Project, TomlFile } from 'projen';
import { type PythonRequirement, pythonPinned } from './python-versions.ts';

export interface PythonPackageOptions {
  /** Python packages of ours, by distribution name. @default none */
  readonly uses?: readonly string[];
  readonly deps?: readonly PythonRequirement[];
  /** Nx projects whose change re-runs this one. @default those in `uses` */
  readonly implicitDependencies?: readonly string[];
  /** Nx targets beside build, lint and test. @default none */
  readonly targets?: Readonly<Record<string, unknown>>;
  /** import-linter layers inside the package, highest first. @default none */
  readonly layers?: readonly string[];
}

/** A member of the uv workspace, known to Nx like any other project. Sources lie in `src/<module>`. */
export class PythonPackage extends Component {
  readonly manifest: TomlFile;

  constructor(project: Project, directory: string, options: PythonPackageOptions = {}) {
    super(project, directory.replaceAll('/', '-'));
    const name = directory.split('/').at(-1) as string;
    const module = name.replaceAll('-', '_');
    const up = directory.split('/').map(() => '..').join('/');
    const bin = `${up}/.venv/bin`;
    const uses = options.uses ?? [];
    this.manifest = new TomlFile(project, `${directory}/pyproject.toml`, {
      obj: {
        project: {
          name: `fintrack-${name}`,
          version: '0.0.0',
          'requires-python': '>=3.11',
          dependencies: [...uses.map((used) => `fintrack-${used}`), ...pythonPinned(options.deps ?? [])],
        },
        'build-system': { requires: ['hatchling==1.33.0'], 'build-backend': 'hatchling.build' },
        tool: {
          hatch: { build: { targets: { wheel: { packages: [`src/${module}`] } } } },
          uv: { sources: Object.fromEntries(uses.map((used) => [`fintrack-${used}`, { workspace: true }])) },
          pytest: { ini_options: { testpaths: ['tests'], addopts: '-q --import-mode=importlib', xfail_strict: true } },
          mypy: { strict: true, files: ['src'], mypy_path: 'src', python_version: '3.11' },
          ruff: ruffConfiguration(up),
          importlinter: importContracts(module, uses, options.layers ?? []),
        },
      },
    });
    new JsonFile(project, `${directory}/project.json`, {
      marker: false,
      obj: {
        name,
        root: directory,
        sourceRoot: `${directory}/src`,
        projectType: directory.startsWith('apps/') ? 'application' : 'library',
        tags: [`package:${name}`],
        implicitDependencies: options.implicitDependencies ?? uses,
        targets: {
          build: pythonTarget(`${bin}/mypy`),
          lint: pythonTarget(`${bin}/ruff check . && ${bin}/ruff format --check . && ${bin}/lint-imports --no-cache`),
          test: {
            ...pythonTarget(`${bin}/python -m pytest --junitxml=test-results/pytest.xml`),
            outputs: ['{projectRoot}/test-results'],
          },
          ...options.targets,
        },
      },
    });
  }
}

function pythonTarget(command: string) {
  return {
    executor: 'nx:run-commands',
    options: { command, cwd: '{projectRoot}' },
    cache: true,
    inputs: ['source', '^source', 'python'],
    outputs: [],
  };
}

function ruffConfiguration(up: string) {
  return { extend: `${up}/ruff.toml` };
}

function importContracts(module: string, uses: readonly string[], layers: readonly string[]) {
  const usable = uses.map((used) => used.replaceAll('-', '_'));
  const forbidden = ['transaction_worker', 'ml_anomaly_detector', 'service_kit_py']
    .filter((other) => other !== module && !usable.includes(other));
  return {
    root_packages: [module, ...usable, ...forbidden],
    include_external_packages: true,
    contracts: [
      {
        name: `${module} imports only what projenrc/boundaries.ts allows`,
        type: 'forbidden',
        source_modules: [module],
        forbidden_modules: forbidden,
      },
      ...(layers.length > 0
        ? [
            { name: `${module}: http and queue use domain, domain uses no layer`, type: 'layers', layers, containers: [module] },
            {
              name: `${module}: the domain does no I/O`,
              type: 'forbidden',
              source_modules: [`${module}.domain`],
              forbidden_modules: ['boto3', 'fastapi', 'psycopg', 'prometheus_client', 'service_kit_py'],
            },
          ]
        : []),
    ],
  };
}

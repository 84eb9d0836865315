/** nx.json: what each target of every package runs, reads and writes. */
export function nxConfiguration() {
  const target = (command: string, more: object = {}, env?: Record<string, string>) => ({
    executor: 'nx:run-commands',
    options: { command, cwd: '{projectRoot}', ...(env ? { env } : {}) },
    cache: true,
    inputs: ['source', '^source', 'workspace'],
    outputs: [] as string[],
    ...more,
  });
  return {
    $schema: './node_modules/nx/schemas/nx-schema.json',
    analytics: false,
    parallel: 2,
    defaultBase: 'main',
    tui: { enabled: false },
    namedInputs: {
      source: ['{projectRoot}/**/*', '!{projectRoot}/test-results/**/*', '!{projectRoot}/dist/**/*'],
      // Nx follows no import of these; without them a changed compiler option or lock would be answered from the cache.
      workspace: [
        '{workspaceRoot}/tsconfig.base.json',
        '{workspaceRoot}/eslint.config.mjs',
        '{workspaceRoot}/projenrc/boundaries.ts',
        '{workspaceRoot}/.node-version',
      ],
      python: ['{workspaceRoot}/uv.lock', '{workspaceRoot}/pyproject.toml', '{workspaceRoot}/ruff.toml'],
    },
    targetDefaults: {
      build: target('tsc -p tsconfig.json'),
      lint: target('eslint . --max-warnings=0'),
      test: target(
        // Jest does not make the folder of its report.
        'mkdir -p test-results && jest --json --outputFile=test-results/jest.json',
        { outputs: ['{projectRoot}/test-results'] },
        // Jest runs ES modules by this flag alone.
        { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
      ),
    },
  };
}

import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { boundaries, testOnly, wholeSystem } from './projenrc/boundaries.ts';

const tagged = (names) => names.map((name) => `package:${name}`);
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/test/**/*.ts', '**/test/**/*.tsx'];

/** One constraint per package: a package may use itself and what boundaries.ts allows. */
const constraints = (more) => [
  ...Object.entries(boundaries).map(([name, allowed]) => ({
    sourceTag: `package:${name}`,
    onlyDependOnLibsWithTags: tagged([name, ...allowed, ...more]),
  })),
  ...wholeSystem.map((name) => ({ sourceTag: `package:${name}`, onlyDependOnLibsWithTags: ['*'] })),
];

const moduleBoundaries = (more) => [
  'error',
  { enforceBuildableLibDependency: false, allow: [], depConstraints: constraints(more), banTransitiveDependencies: false, checkDynamicDependenciesExceptions: ['.*'] },
];

/** http | queue → domain ← store: within a service only main.ts knows all of them. */
const layer = (name, forbidden) => ({
  files: [`apps/*/src/${name}/**/*.ts`],
  ignores: tests,
  rules: {
    'no-restricted-imports': ['error', { patterns: forbidden.map((group) => ({ group: [group], message: `${name}/ does not know ${group}; main.ts wires them.` })) }],
  },
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.venv/**', '**/cdk.out/**', '**/test-results/**', '**/.nx/**', '**/*.gen.ts', 'packages/database/src/rows.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries([]),
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: "CallExpression[callee.name='parseFloat']", message: 'Money is bigint minor units.' },
      ],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 15],
    },
  },
  {
    files: tests,
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries(testOnly),
      'max-lines-per-function': 'off',
    },
  },
  { files: ['e2e/**/*.ts', 'bench/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  // What a person reads in a terminal is written there.
  { files: ['**/src/main.ts', '**/src/emit.ts', 'packages/local-runtime/**/*.ts', 'apps/cli/**/*.ts', 'bench/**/*.ts', 'projenrc/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  layer('domain', ['**/http/**', '**/store/**', '**/queue/**', 'node:*', 'kysely', 'pg', 'fastify', '@aws-sdk/*', '@fintrack/service-kit', '@fintrack/database']),
  layer('store', ['**/http/**', '**/queue/**']),
  layer('http', ['**/store/**', '**/queue/**', 'kysely', 'pg']),
  layer('queue', ['**/store/**', '**/http/**', 'kysely', 'pg']),
);

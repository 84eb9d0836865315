import { Component, JsonFile, type Project } from 'projen';

/** knip.json, the programs and tests from which every file, export and dependency must be reached, and the Nx target that looks. */
export class UnusedCode extends Component {
  constructor(root: Project) {
    super(root, 'unused-code');
    new JsonFile(root, 'knip.json', { obj: configuration, marker: false });
    new JsonFile(root, 'tools/project.json', { obj: project, marker: false });
  }
}

// knip finds src/index.ts, src/main.ts, Jest's tests, the commands of manifests and workers by itself.
// Entries here are programs that something else starts by their path; each one names what does.
const configuration = {
  $schema: './node_modules/knip/schema.json',
  // A type that an exported shape names is exported with it, whether or not somebody writes its name.
  ignoreExportsUsedInFile: { interface: true, type: true },
  workspaces: {
    '.': {
      entry: [
        '.projenrc.ts',
        'tools/{start,test,bench}.mjs', // package.json
        'packages/service-kit-py/src/service_kit_py/testing/*.mjs', // pytest
      ],
      ignoreDependencies: ['jest'], // nx.json runs it
    },
    projenrc: { entry: ['test/lint-texts.mjs'] }, // boundaries.test.ts
    'packages/contracts': { entry: ['test/print-corpus.ts'] }, // pytest
    e2e: { entry: ['src/crash/crashing-reconciliation.ts'] }, // crash-at.ts
  },
};

const everySource = [
  ...['packages', 'apps', 'e2e', 'bench', 'projenrc', 'tools'].map((folder) => `{workspaceRoot}/${folder}/**/*.{ts,tsx,mjs,json,html}`),
  ...['.projenrc.ts', 'eslint.config.mjs', 'knip.json', 'nx.json', 'package.json', 'package-lock.json', 'tsconfig.base.json', '.node-version'].map((file) => `{workspaceRoot}/${file}`),
];

// A project of its own: every source is its input, so whatever else it held would be affected by every change.
const project = {
  name: 'tools',
  targets: {
    unused: {
      command: 'knip --no-progress --treat-config-hints-as-errors',
      options: { cwd: '{workspaceRoot}' },
      cache: true,
      inputs: everySource,
      outputs: [],
    },
  },
};

/**
 * The law of imports between workspace packages: `user: what it may import`.
 * Read by the project kinds (a manifest may declare no more), by eslint.config.mjs
 * (@nx/enforce-module-boundaries) and by import-linter's contracts for Python.
 * Source: docs/decisions/0003-module-boundaries.md.
 */
const service = ['service-kit', 'contracts', 'database'] as const;

export const boundaries = {
  catalog: [],
  'infra-constructs': [],
  'service-chart': [],
  delivery: [],
  matching: [],
  'backing-services': [],
  contracts: ['catalog'],
  database: [],
  'service-kit': ['contracts'],
  'service-kit-py': ['contracts'],
  infra: ['catalog', 'infra-constructs'],
  observability: ['catalog'],
  k8s: ['catalog', 'service-chart', 'observability'],
  workflows: ['catalog', 'delivery'],
  'local-runtime': ['catalog', 'database', 'backing-services'],
  projenrc: ['catalog'],
  'auth-service': service,
  'reconciliation-service': [...service, 'matching'],
  'reporting-service': service,
  'notification-service': service,
  'transaction-worker': ['service-kit-py'],
  'ml-anomaly-detector': ['service-kit-py'],
  web: ['contracts'],
  cli: ['contracts'],
} as const satisfies Record<string, readonly string[]>;

export type PackageName = keyof typeof boundaries;

/** Importable from tests of any package, never from its sources. */
export const testOnly: readonly PackageName[] = ['backing-services'];

/** Packages that see the platform and the apps alike, because they test or measure the whole. */
export const wholeSystem = ['e2e', 'bench'] as const;

export function mayImport(user: string, used: string): boolean {
  if ((wholeSystem as readonly string[]).includes(user)) return true;
  const allowed: readonly string[] = boundaries[user as PackageName] ?? [];
  return allowed.includes(used);
}

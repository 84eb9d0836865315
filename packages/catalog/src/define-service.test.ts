import { describe, expect, it } from '@jest/globals';
import { CatalogError, defineService } from './define-service.ts';
import type { ServiceDefinition } from './service.ts';
import { reportingService } from './services/reporting-service.ts';

const { name: _name, file: _file, ...valid } = reportingService;
const file = 'packages/catalog/src/services/reporting-service.ts';

function faultsOf(change: Partial<ServiceDefinition>): readonly string[] {
  try {
    defineService('reporting-service', { ...valid, ...change });
    return [];
  } catch (error) {
    if (error instanceof CatalogError) return error.faults;
    throw error;
  }
}

describe('defineService at run time', () => {
  it('accepts a valid entry and adds its name and file', () => {
    expect(defineService('reporting-service', valid)).toMatchObject({ name: 'reporting-service', file });
  });

  it.each<[string, Partial<ServiceDefinition>, string]>([
    ['an empty purpose', { purpose: ' ' }, 'purpose: expected one sentence'],
    ['a privileged port', { http: { port: 80, routes: [] } }, 'http.port: expected 1024 to 65535, got 80'],
    ['a fractional port', { http: { port: 8080.5, routes: [] } }, 'http.port: expected an integer, got 8080.5'],
    ['a trailing slash', { http: { port: 8080, routes: ['/api/reports/'] } }, "http.routes[0]: expected /api/<lower-case path> without trailing slash, got '/api/reports/'"],
    ['a single replica', { replicas: { min: 1, max: 2 } }, 'replicas.min: expected 2 to 1000 (a disruption must leave one), got 1'],
    ['a maximum below the minimum', { replicas: { min: 4, max: 3 } }, 'replicas.max: expected 4 to 1000 (at least replicas.min), got 3'],
    ['no CPU target', { scaling: { cpuPercent: 0 } }, 'scaling.cpuPercent: expected 1 to 100, got 0'],
    ['a perfect objective', { objectives: { availabilityPercent: 100, latencyMsP99: 800 } }, 'objectives.availabilityPercent: expected 90 to 99.999, got 100'],
    ['no latency', { objectives: { availabilityPercent: 99.9, latencyMsP99: 0 } }, 'objectives.latencyMsP99: expected 1 to 60000, got 0'],
    ['a key listed twice', { config: [...valid.config, 'PORT'] }, `config[${valid.config.length}] (PORT): listed twice`],
    ['a secret it does not read', { config: ['REDIS_URL'] }, "config[0] (REDIS_URL): expected 'redis' in reads.secrets, since the value comes from there"],
    ['a bucket it does not use', { config: ['STATEMENTS_BUCKET'] }, "config[0] (STATEMENTS_BUCKET): expected 'statements' in reads.buckets or writes.buckets, since the value comes from there"],
    ['a table it does not use', { config: ['DELIVERIES_TABLE'] }, "config[0] (DELIVERIES_TABLE): expected 'notification-deliveries' in reads.tables or writes.tables, since the value comes from there"],
    ['a service it does not call', { calls: [], config: ['AUTH_JWKS_URL'] }, "config[0] (AUTH_JWKS_URL): expected 'auth-service' in calls, since the value comes from there"],
    ['a message visible at once', { consumes: { 'transaction.ingested': { queue: 'matches', visibilitySeconds: 0, attemptsMax: 5 } } }, "consumes['transaction.ingested'].visibilitySeconds: expected 1 to 43200, got 0"],
    ['no attempt', { consumes: { 'transaction.ingested': { queue: 'matches', visibilitySeconds: 5, attemptsMax: 0 } } }, "consumes['transaction.ingested'].attemptsMax: expected 1 to 1000, got 0"],
  ])('refuses %s, naming file and field', (_what, change, fault) => {
    expect(faultsOf(change)).toContain(`${file}: ${fault}`);
  });

  it('reports all faults of an entry together', () => {
    expect(faultsOf({ purpose: '', replicas: { min: 1, max: 0 } })).toHaveLength(3);
  });
});

describe('defineService at type level', () => {
  it('does not compile with names that nobody declares', () => {
    const define = (definition: ServiceDefinition) => () => defineService('reporting-service', definition);
    const use = { queue: 'matches', visibilitySeconds: 30, attemptsMax: 5 } as const;
    const cases = [
      // @ts-expect-error an event that nobody publishes
      define({ ...valid, consumes: { 'transaction.vanished': use } }),
      // @ts-expect-error an unknown secret
      define({ ...valid, reads: { secrets: ['nuclear-codes'] } }),
      // @ts-expect-error an unknown config key
      define({ ...valid, config: ['PROT'] }),
      // @ts-expect-error an unknown bucket
      define({ ...valid, writes: { buckets: ['attic'] } }),
      // @ts-expect-error an unknown queue
      define({ ...valid, scaling: { queueDepth: { attic: 1 } } }),
      // @ts-expect-error a service that does not exist
      define({ ...valid, calls: ['billing-service'] }),
      // @ts-expect-error a route outside /api
      define({ ...valid, http: { port: 8080, routes: ['/reports'] } }),
      // @ts-expect-error no objectives
      define({ ...valid, objectives: undefined }),
    ];
    expect(cases).toHaveLength(8);
  });
});

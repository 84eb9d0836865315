import type { ConfigSource } from './config-key.ts';
import { configKeys } from './config-keys.ts';
import { queues } from './queues.ts';
import type { Service, ServiceDefinition } from './service.ts';
import type { ServiceName } from './service-name.ts';

/** Thrown at load time; `faults` lists every fault of the entry as `<file>: <field>: <what was expected>`. */
export class CatalogError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The catalog is inconsistent:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'CatalogError';
    this.faults = faults;
  }
}

/** Declares a service. What types cannot refuse is refused here, all faults at once. */
export function defineService<const Name extends ServiceName, const Definition extends ServiceDefinition>(
  name: Name,
  definition: Definition & ServiceDefinition,
): Definition & Service<Name> {
  const file = `packages/catalog/src/services/${name}.ts`;
  const faults = serviceFaults(definition).map((fault) => `${file}: ${fault}`);
  if (faults.length > 0) throw new CatalogError(faults);
  return { ...definition, name, file };
}

function serviceFaults(service: ServiceDefinition): string[] {
  return [...shapeFaults(service), ...consumptionFaults(service), ...configFaults(service)];
}

function shapeFaults({ purpose, http, replicas, scaling, objectives }: ServiceDefinition): string[] {
  const between = (field: string, value: number, least: number, most: number, why = '') =>
    value >= least && value <= most ? [] : [`${field}: expected ${least} to ${most}${why}, got ${value}`];
  const whole = (field: string, value: number) => (Number.isInteger(value) ? [] : [`${field}: expected an integer, got ${value}`]);
  return [
    ...(purpose.trim().length > 0 ? [] : ['purpose: expected one sentence']),
    ...whole('http.port', http.port),
    ...between('http.port', http.port, 1024, 65_535),
    ...http.routes.flatMap((route, index) =>
      /^\/api(\/[a-z0-9-]+)+$/.test(route) ? [] : [`http.routes[${index}]: expected /api/<lower-case path> without trailing slash, got '${route}'`],
    ),
    ...whole('replicas.min', replicas.min),
    ...between('replicas.min', replicas.min, 2, 1000, ' (a disruption must leave one)'),
    ...whole('replicas.max', replicas.max),
    ...between('replicas.max', replicas.max, replicas.min, 1000, ' (at least replicas.min)'),
    ...(scaling?.cpuPercent === undefined ? [] : between('scaling.cpuPercent', scaling.cpuPercent, 1, 100)),
    ...between('objectives.availabilityPercent', objectives.availabilityPercent, 90, 99.999),
    ...between('objectives.latencyMsP99', objectives.latencyMsP99, 1, 60_000),
  ];
}

function consumptionFaults(service: ServiceDefinition): string[] {
  return Object.entries(service.consumes ?? {}).flatMap(([event, consumption]) => {
    const faults: string[] = [];
    const { visibilitySeconds, attemptsMax, queue } = consumption;
    // SQS: 0 to 12 hours; under 1 s a message would be redelivered while it is being handled.
    if (!(visibilitySeconds >= 1 && visibilitySeconds <= 43_200)) faults.push(`consumes['${event}'].visibilitySeconds: expected 1 to 43200, got ${visibilitySeconds}`);
    if (!(attemptsMax >= 1 && attemptsMax <= 1000)) faults.push(`consumes['${event}'].attemptsMax: expected 1 to 1000, got ${attemptsMax}`);
    if (!(queue in queues)) faults.push(`consumes['${event}'].queue: expected one of ${Object.keys(queues).join(', ')}, got '${queue}'`);
    return faults;
  });
}

/** A key whose source the service does not declare would be empty in production. */
function configFaults(service: ServiceDefinition): string[] {
  return service.config.flatMap((key, index) => {
    const where = `config[${index}] (${key})`;
    const missing = undeclaredSource(configKeys[key].source, service);
    return [
      ...(service.config.indexOf(key) < index ? [`${where}: listed twice`] : []),
      ...(missing ? [`${where}: expected ${missing}, since the value comes from there`] : []),
    ];
  });
}

function undeclaredSource(source: ConfigSource, { reads, writes, calls }: ServiceDefinition): string | undefined {
  const lacks = <T>(wanted: T, ...lists: (readonly T[] | undefined)[]) => !lists.some((list) => list?.includes(wanted));
  switch (source.from) {
    case 'secret':
      return lacks(source.secret, reads?.secrets) ? `'${source.secret}' in reads.secrets` : undefined;
    case 'bucketName':
      return lacks(source.bucket, reads?.buckets, writes?.buckets) ? `'${source.bucket}' in reads.buckets or writes.buckets` : undefined;
    case 'tableName':
      return lacks(source.table, reads?.tables, writes?.tables) ? `'${source.table}' in reads.tables or writes.tables` : undefined;
    case 'serviceUrl':
      return lacks(source.service, calls) ? `'${source.service}' in calls` : undefined;
    default:
      return undefined;
  }
}

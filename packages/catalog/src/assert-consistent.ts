import { configKeys } from './config-keys.ts';
import { CatalogError } from './define-service.ts';
import { type EventName, events } from './events.ts';
import { queueNames } from './queues.ts';
import type { Service } from './service.ts';

/**
 * Refuses a catalog whose services disagree with each other.
 * @throws CatalogError with every fault, each naming file and field
 */
export function assertConsistent(services: readonly Service[]): void {
  const faults = [...routeFaults(services), ...queueFaults(services), ...publisherFaults(services), ...callFaults(services)];
  if (faults.length > 0) throw new CatalogError(faults);
}

function routeFaults(services: readonly Service[]): string[] {
  const owner = new Map<string, string>();
  return services.flatMap((service) =>
    service.http.routes.flatMap((route, index) => {
      const other = owner.get(route);
      owner.set(route, service.name);
      return other === undefined ? [] : [`${service.file}: http.routes[${index}]: '${route}' already belongs to ${other}`];
    }),
  );
}

/** One consuming service per queue, and one redrive policy: SQS has both per queue, not per message type. */
function queueFaults(services: readonly Service[]): string[] {
  return queueNames.flatMap((queue) => {
    const uses = services.flatMap((service) =>
      Object.entries(service.consumes ?? {}).filter(([, use]) => use.queue === queue).map(([event, use]) => ({ service, event, use })),
    );
    const [first, ...rest] = uses;
    if (first === undefined) return [`packages/catalog/src/queues.ts: ${queue}: expected a service that consumes it`];
    return rest.flatMap(({ service, event, use }) => {
      const where = `${service.file}: consumes['${event}']`;
      if (service.name !== first.service.name) return [`${where}.queue: '${queue}' is already consumed by ${first.service.name}`];
      return (['visibilitySeconds', 'attemptsMax'] as const)
        .filter((field) => use[field] !== first.use[field])
        .map((field) => `${where}.${field}: expected ${first.use[field]} as consumes['${first.event}'] of the same queue has, got ${use[field]}`);
    });
  });
}

/** A publisher needs the address of every queue that its events go to; a consumer the address of its own. */
function publisherFaults(services: readonly Service[]): string[] {
  const needed = new Map(services.map((service) => [service.name, new Set<string>()]));
  for (const service of services) {
    for (const [event, use] of Object.entries(service.consumes ?? {})) {
      needed.get(service.name)?.add(use.queue);
      needed.get(events[event as EventName].publishedBy)?.add(use.queue);
    }
  }
  return services.flatMap((service) => {
    const has = new Set(service.config.flatMap((key) => {
      const { source } = configKeys[key];
      return source.from === 'queueUrl' ? [source.queue as string] : [];
    }));
    const wants = needed.get(service.name) ?? new Set();
    return [
      ...[...wants].filter((queue) => !has.has(queue)).map((queue) => `${service.file}: config: expected the URL of queue '${queue}', to which its events go or from which it consumes`),
      ...[...has].filter((queue) => !wants.has(queue)).map((queue) => `${service.file}: config: has the URL of queue '${queue}', which it neither consumes nor publishes to`),
    ];
  });
}

function callFaults(services: readonly Service[]): string[] {
  return services.filter((service) => service.calls?.includes(service.name)).map((service) => `${service.file}: calls: a service does not call itself`);
}

import type { Environment } from './environments.ts';
import { type EventName, eventNames, events } from './events.ts';
import type { QueueName } from './queues.ts';
import type { SecretName } from './secrets.ts';
import { serviceNames, type ServiceName } from './service-name.ts';
import { services } from './services.ts';
import type { BucketName, TableName } from './stores.ts';

/** Environments are accounts, so queue and role names need no environment in them. */
export const queueName = (queue: QueueName) => `fintrack-${queue}` as const;
export const deadLetterQueueName = (queue: QueueName) => `fintrack-${queue}-dead-letter` as const;
export const roleName = (service: ServiceName) => `fintrack-${service}` as const;
export const tableName = (table: TableName) => `fintrack-${table}` as const;

/** Bucket names are unique in all of AWS, so they carry the environment. */
export const bucketName = (bucket: BucketName, environment: string) => `fintrack-${bucket}-${environment}` as const;

export const secretPath = (secret: SecretName, environment: Pick<Environment, 'pathName'>) => `fintrack/${environment.pathName}/${secret}` as const;

/** PostgreSQL roles and database. */
export const database = { name: 'fintrack', appRole: 'fintrack_app', migratorRole: 'fintrack_migrator' } as const;

/** Events that a service publishes. */
export function publishedBy(service: ServiceName): readonly EventName[] {
  return eventNames.filter((event) => events[event].publishedBy === service);
}

/** Queues that an event goes to: one per service that consumes it. */
export function queuesOf(event: EventName): readonly QueueName[] {
  return serviceNames.flatMap((name) => {
    const use = services[name].consumes?.[event];
    return use === undefined ? [] : [use.queue];
  });
}

/** The service that consumes a queue, with the queue's redrive settings. */
export function consumerOf(queue: QueueName): { service: ServiceName; visibilitySeconds: number; attemptsMax: number } {
  for (const name of serviceNames) {
    const use = Object.values(services[name].consumes ?? {}).find((consumption) => consumption.queue === queue);
    if (use) return { service: name, visibilitySeconds: use.visibilitySeconds, attemptsMax: use.attemptsMax };
  }
  throw new Error(`queue ${queue} has no consumer; assertConsistent lets no such catalog load`);
}

import { describe, expect, it } from '@jest/globals';
import { configKeys } from './config-keys.ts';
import { configSchema } from './config-schema.ts';
import { environments } from './environments.ts';
import { eventNames, events } from './events.ts';
import { bucketName, consumerOf, deadLetterQueueName, publishedBy, queueName, queuesOf, roleName, secretPath } from './names.ts';
import { queueNames } from './queues.ts';
import { serviceNames } from './service-name.ts';
import { services } from './services.ts';

describe('names', () => {
  it('are those that alerts, policies and charts expect', () => {
    expect(queueName('transactions')).toBe('fintrack-transactions');
    expect(deadLetterQueueName('transactions')).toBe('fintrack-transactions-dead-letter');
    expect(roleName('reconciliation-service')).toBe('fintrack-reconciliation-service');
    expect(bucketName('statements', 'dev')).toBe('fintrack-statements-dev');
  });

  it("give production's secrets the path name production", () => {
    expect(secretPath('rds', environments.prod)).toBe('fintrack/production/rds');
    expect(secretPath('rds', environments.dev)).toBe('fintrack/dev/rds');
  });
});

describe('events and queues', () => {
  it('send every event that is consumed to the queue of each consumer', () => {
    expect(queuesOf('statement.received')).toEqual(['transactions']);
    expect(queuesOf('transaction.ingested')).toEqual(['matches']);
    expect(queuesOf('statement.rejected')).toEqual(['notifications']);
  });

  it('leave no event unheard', () => {
    for (const event of eventNames) expect(queuesOf(event)).not.toEqual([]);
  });

  it('give every queue one consumer', () => {
    expect(queueNames.map((queue) => consumerOf(queue).service)).toEqual(['transaction-worker', 'reconciliation-service', 'notification-service']);
  });

  it('derive what a service publishes', () => {
    expect(publishedBy('transaction-worker')).toEqual(['statement.rejected', 'transaction.ingested']);
    expect(serviceNames.flatMap(publishedBy).sort()).toEqual(Object.keys(events).sort());
  });
});

describe('replicas', () => {
  it('are those of requirement K2', () => {
    expect(Object.fromEntries(serviceNames.map((name) => [name, services[name].replicas.min]))).toEqual({
      'auth-service': 2, 'reconciliation-service': 3, 'reporting-service': 2, 'notification-service': 2, 'transaction-worker': 4, 'ml-anomaly-detector': 2,
    });
    expect(services['reconciliation-service'].replicas.max).toBe(15);
  });
});

describe('configSchema', () => {
  it('requires what has neither a default nor leave to be absent', () => {
    const schema = configSchema(services['auth-service']);
    expect(schema.required).toContain('AUTH_SIGNING_JWK');
    expect(schema.required).not.toContain('LOG_LEVEL');
    expect(schema.required).not.toContain('DB_PASSWORD');
    expect(schema.properties['DB_PORT']).toEqual({ description: 'PostgreSQL port.', type: 'integer', minimum: 1, maximum: 65535 });
  });

  it('describes every key, and every key belongs to a service', () => {
    const used = new Set(serviceNames.flatMap((name) => services[name].config));
    expect(Object.keys(configKeys).filter((key) => !(used as Set<string>).has(key))).toEqual([]);
  });
});

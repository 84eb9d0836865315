import { describe, expect, it } from '@jest/globals';
import { assertConsistent } from './assert-consistent.ts';
import { CatalogError } from './define-service.ts';
import type { Service } from './service.ts';
import { services } from './services.ts';

const all = Object.values(services) as Service[];
function faultsWith(name: Service['name'], change: Partial<Service>): readonly string[] {
  try {
    assertConsistent(all.map((service) => (service.name === name ? { ...service, ...change } : service)));
    return [];
  } catch (error) {
    if (error instanceof CatalogError) return error.faults;
    throw error;
  }
}
const file = (name: string) => `packages/catalog/src/services/${name}.ts`;

describe('assertConsistent', () => {
  it('accepts the catalog', () => expect(() => assertConsistent(all)).not.toThrow());

  it('refuses a route that two services claim', () => {
    expect(faultsWith('reporting-service', { http: { port: 8080, routes: ['/api/auth'] } })).toEqual([
      `${file('reporting-service')}: http.routes[0]: '/api/auth' already belongs to auth-service`,
    ]);
  });

  it('refuses a queue that nobody consumes', () => {
    expect(faultsWith('transaction-worker', { consumes: {} })).toContain('packages/catalog/src/queues.ts: transactions: expected a service that consumes it');
  });

  it('refuses a second consumer of a queue', () => {
    const consumes = { 'statement.rejected': { queue: 'transactions', visibilitySeconds: 60, attemptsMax: 5 } } as const;
    expect(faultsWith('reporting-service', { consumes })).toContainEqual(expect.stringContaining("'transactions' is already consumed by"));
  });

  it('refuses two redrive policies on one queue', () => {
    const consumes = {
      'reconciliation.completed': { queue: 'notifications', visibilitySeconds: 60, attemptsMax: 8 },
      'statement.rejected': { queue: 'notifications', visibilitySeconds: 61, attemptsMax: 8 },
    } as const;
    expect(faultsWith('notification-service', { consumes })).toEqual([
      `${file('notification-service')}: consumes['statement.rejected'].visibilitySeconds: expected 60 as consumes['reconciliation.completed'] of the same queue has, got 61`,
    ]);
  });

  it('refuses a publisher without the address of a queue that its events go to', () => {
    const config = services['transaction-worker'].config.filter((key) => key !== 'MATCHES_QUEUE_URL');
    expect(faultsWith('transaction-worker', { config })).toEqual([
      `${file('transaction-worker')}: config: expected the URL of queue 'matches', to which its events go or from which it consumes`,
    ]);
  });

  it('refuses the address of a queue that a service has no business with', () => {
    const config = [...services['auth-service'].config, 'MATCHES_QUEUE_URL'] as const;
    expect(faultsWith('auth-service', { config })).toEqual([
      `${file('auth-service')}: config: has the URL of queue 'matches', which it neither consumes nor publishes to`,
    ]);
  });

  it('refuses a service that calls itself', () => {
    expect(faultsWith('reporting-service', { calls: ['reporting-service'] })).toEqual([`${file('reporting-service')}: calls: a service does not call itself`]);
  });
});

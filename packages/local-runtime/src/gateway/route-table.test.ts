import { describe, expect, it } from '@jest/globals';
import { services } from '@fintrack/catalog';
import { routeTable } from './route-table.ts';

describe('routeTable', () => {
  const locate = routeTable(
    [
      { name: 'auth-service', http: { port: 1, routes: ['/api/a'] } },
      { name: 'reporting-service', http: { port: 1, routes: ['/api/a/b', '/api/ab'] } },
    ],
    (name) => name,
  );

  it.each([
    ['/api/a', 'auth-service'],
    ['/api/a/x', 'auth-service'],
    ['/api/a/b', 'reporting-service'],
    ['/api/a/b/c', 'reporting-service'],
    ['/api/a/bc', 'auth-service'],
    ['/api/ab', 'reporting-service'],
    ['/api/abc', undefined],
    ['/api', undefined],
    ['/', undefined],
  ])('sends %s to %s: the longest prefix, ending at a slash', (path, name) => {
    expect(locate(path)).toBe(name);
  });

  it('finds every route of the catalog', () => {
    const all = routeTable(Object.values(services), (name) => name);
    for (const service of Object.values(services)) for (const route of service.http.routes) expect(all(`${route}/x`)).toBe(service.name);
  });
});

import { describe, expect, it } from '@jest/globals';
import { services } from '@fintrack/catalog';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

const all = Object.entries(operations).flatMap(([service, own]) => Object.entries<Operation>(own).map(([key, operation]) => ({ service: service as keyof typeof services, key, operation })));

describe('operations', () => {
  it('are kept under their operationId, each id once', () => {
    expect(all.filter(({ key, operation }) => key !== operation.operationId)).toEqual([]);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });

  it('have one path and method each', () => {
    const places = all.map(({ operation }) => `${operation.method} ${operation.path}`);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  it('lie on the routes that the gateway sends to their service', () => {
    const routed = (path: string, routes: readonly string[]) => routes.some((route) => path === route || path.startsWith(`${route}/`));
    expect(all.filter(({ service, operation }) => !routed(operation.path, services[service].http.routes)).map(({ key }) => key)).toEqual([]);
  });

  it('declare exactly the parameters that their path names', () => {
    for (const { key, operation } of all) {
      const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect({ key, parameters: Object.keys(operation.params?.properties ?? {}) }).toEqual({ key, parameters: named });
    }
  });

  it('name their problems in snake_case, under statuses of errors', () => {
    for (const { operation } of all) {
      for (const [status, codes] of Object.entries(operation.errors)) {
        expect(Number(status)).toBeGreaterThanOrEqual(400);
        for (const code of codes) expect(code).toMatch(/^[a-z][a-z0-9_]*$/);
      }
    }
  });

  it('ask a caller with a token for a role, and let viewers only read', () => {
    for (const { key, operation } of all) {
      if (operation.security.kind !== 'bearer') continue;
      const forViewers = operation.security.roles.includes('viewer');
      // Scoring is a question, though it is asked by post.
      expect({ key, forViewers }).toEqual({ key, forViewers: forViewers && (operation.method === 'get' || key === 'scoreTransactions') });
    }
  });
});

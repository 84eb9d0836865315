import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type ConfigKey, configSchema, serviceNames, services } from '@fintrack/catalog';
import { localSecrets } from './local-secrets.ts';
import { type LocalValues, serviceEnvironment } from './service-environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const values: LocalValues = {
  postgres: { host: '127.0.0.1', port: 5432, user: 'postgres', password: 'superuser' },
  redisUrl: 'redis://127.0.0.1:6379',
  queueUrl: (name) => `http://127.0.0.1:4566/000000000000/${name}`,
  ports: Object.fromEntries(serviceNames.map((name, index) => [name, 8100 + index])) as LocalValues['ports'],
  secrets: localSecrets(folder),
  logLevel: 'info',
  awsEnvironment: { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:4566' },
};

describe.each(serviceNames)('serviceEnvironment of %s', (name) => {
  const environment = serviceEnvironment(services[name], values);
  const schema = configSchema(services[name]);

  it('has every key that the service requires, and those that only exist locally', () => {
    for (const key of schema.required) expect(environment).toHaveProperty(key);
    if (services[name].config.includes('DB_PASSWORD' satisfies ConfigKey)) expect(environment['DB_PASSWORD']).toBe(values.secrets.databaseAppPassword);
  });

  it('has values of the declared type', () => {
    for (const [key, definition] of Object.entries(schema.properties)) {
      const value = environment[key];
      if (value === undefined) continue;
      if (definition.type === 'integer') expect(value).toMatch(/^\d+$/);
      if (definition.type === 'boolean') expect(value).toMatch(/^(true|false)$/);
      if ('pattern' in definition && definition.pattern !== undefined) expect(value).toMatch(new RegExp(definition.pattern));
      if ('minLength' in definition && definition.minLength !== undefined) expect(value.length).toBeGreaterThanOrEqual(definition.minLength);
      if ('format' in definition) expect(() => new URL(value)).not.toThrow();
    }
  });

  it('stays on loopback and holds no superuser', () => {
    expect(environment['HOST']).toBe('127.0.0.1');
    for (const value of Object.values(environment)) {
      if (/^\w+:\/\//.test(value)) expect(new URL(value).hostname).toMatch(/^(127\.0\.0\.1|fintrack\.localhost)$/);
      expect(value).not.toContain('superuser');
    }
  });

  it('has the AWS access of the emulators', () => {
    expect(environment['AWS_ENDPOINT_URL_SQS']).toBe('http://127.0.0.1:4566');
  });
});

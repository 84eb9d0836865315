import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RunningPostgres, startPostgres } from '@fintrack/backing-services';
import { prepareDatabase } from '@fintrack/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReportingService, start } from './start.ts';

const issuer = 'https://auth.example.test/';
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
let postgres: RunningPostgres;
let authority: Server;
let service: ReportingService;
let environment: Record<string, string>;

beforeAll(async () => {
  postgres = await startPostgres({ durable: false });
  const { hostname, port, username, password } = new URL((await prepareDatabase(postgres)).appUrl);
  const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' };
  authority = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => authority.listen(0, '127.0.0.1', resolve));
  environment = {
    HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', AWS_REGION: 'eu-west-1', DB_HOST: hostname, DB_PORT: port, DB_USER: username, DB_PASSWORD: password, DB_TLS: 'false',
    AUTH_ISSUER: issuer, AUTH_JWKS_URL: `http://127.0.0.1:${(authority.address() as AddressInfo).port}/jwks.json`,
  };
  service = await start(environment);
});
afterAll(async () => {
  for (const phase of service.stop) await Promise.all(phase.map((member) => member.stop()));
  await new Promise((resolve) => authority.close(resolve));
  await postgres.stop();
});

function token(key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: issuer, aud: 'fintrack', sub: randomUUID(), tid: randomUUID(), role: 'viewer', name: 'Vera', exp: Math.floor(Date.now() / 1000) + 60 };
  const signed = `${part({ alg: 'ES256', kid: 'k1' })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const get = (path: string, authorization?: string) => fetch(new URL(path, service.address), authorization === undefined ? {} : { headers: { authorization } });

describe('start', () => {
  it('answers reports to a token of the issuer, and to none that someone else signed', async () => {
    const response = await get('/api/reports/summary', `Bearer ${token(keys.privateKey)}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ bySource: [], lastReconciliation: null });
    const forged = token(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    expect((await get('/api/reports/summary', `Bearer ${forged}`)).status).toBe(401);
  });

  it('tells its health, readiness and metrics', async () => {
    expect(await (await get('/health')).json()).toEqual({ status: 'ok', service: 'reporting-service', version: '0.0.0' });
    expect(await (await get('/ready')).json()).toEqual({ ready: true, checks: [{ name: 'database', ready: true, detail: null }] });
    expect(await (await get('/metrics')).text()).toMatch(/http_request_duration_seconds_count\{.*route="\/api\/reports\/summary"/);
  });

  it('names everything that its environment lacks', async () => {
    await expect(start({ ...environment, DB_HOST: '', PORT: 'x' })).rejects.toThrow(/DB_HOST.*[\s\S]*PORT|PORT.*[\s\S]*DB_HOST/);
  });

  it('is not ready without its database', async () => {
    await postgres.stop();
    const response = await get('/ready');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, checks: [{ name: 'database', ready: false, detail: 'does not answer' }] });
  });
});

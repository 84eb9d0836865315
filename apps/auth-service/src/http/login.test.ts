import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { adminEmail, type AuthHarness, claimsOf, issuer, password, startAuth, type TenantInTest } from '../../test/auth-harness.ts';
import { expectProblem } from '../../test/guards.ts';
import { loginLimits } from '../store/redis-attempt-throttle.ts';

let auth: AuthHarness;
let tenant: TenantInTest;
beforeAll(async () => {
  auth = await startAuth();
  tenant = await auth.createTenant();
});
afterAll(() => auth.stop());

const fail = (email: string) => auth.login(tenant.slug, email, 'wrong password');

describe('200', () => {
  it('gives an access token of the user’s tenant and role, and a refresh token', async () => {
    const { status, body, headers } = await auth.login(tenant.slug, adminEmail);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ tokenType: 'Bearer', expiresInSeconds: 900 });
    expect(body.refreshToken).toMatch(new RegExp(`^ftr_${tenant.tenantId}_`));
    const claims = claimsOf(body.accessToken);
    expect(claims).toMatchObject({ iss: issuer, aud: 'fintrack', sub: tenant.adminId, tid: tenant.tenantId, role: 'admin', name: 'Ada' });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(900);
  });
});
describe('400', () => {
  it('names what is missing', async () => {
    const answer = await auth.call('POST', '/api/auth/login', { body: { tenant: tenant.slug, password } });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toEqual([{ field: '/email', expected: 'to be present' }]);
  });
});
describe('401', () => {
  it('looks the same for a wrong password, an unknown user and an unknown tenant', async () => {
    const answers = [await fail(adminEmail), await auth.login(tenant.slug, 'nobody@example.org'), await auth.login('no-such-tenant', adminEmail)];
    for (const answer of answers) expectProblem(answer, 401, 'invalid_credentials');
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });
  it('takes as long for an unknown user as for a wrong password', async () => {
    const time = async (email: string) => {
      const started = performance.now();
      await auth.login(tenant.slug, email, 'wrong password');
      return performance.now() - started;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      known.push(await time(adminEmail));
      unknown.push(await time(`nobody-${index}@example.org`));
    }
    // Without the hashing an answer takes a small part of the time.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
    await auth.login(tenant.slug, adminEmail);
  });
  it('does not let a user of another tenant in', async () => {
    const other = await auth.createTenant();
    const { email } = await auth.createUser(other, 'viewer');
    expectProblem(await auth.login(tenant.slug, email), 401, 'invalid_credentials');
  });
});
describe('415', () => {
  it('takes JSON alone', async () => {
    expectProblem(await auth.call('POST', '/api/auth/login', { body: 'tenant=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 415, 'unsupported_media_type');
  });
});
describe('429', () => {
  it('makes an account wait after too many failures, also for the right password, and says how long', async () => {
    const { email } = await auth.createUser(tenant, 'viewer');
    for (let index = 0; index < loginLimits.freeAttempts; index += 1) expectProblem(await fail(email), 401, 'invalid_credentials');
    const blocked = await auth.login(tenant.slug, email);
    expectProblem(blocked, 429, 'too_many_attempts');
    expect(Number(blocked.headers.get('retry-after'))).toBe(1);
    await delay(loginLimits.firstWaitMs + 100);
    expect((await auth.login(tenant.slug, email)).status).toBe(200);
  });
  it('doubles the wait', async () => {
    const { email } = await auth.createUser(tenant, 'viewer');
    for (let index = 0; index < loginLimits.freeAttempts; index += 1) await fail(email);
    await delay(loginLimits.firstWaitMs + 100);
    await fail(email);
    expect((await fail(email)).headers.get('retry-after')).toBe('2');
  });
  it('does not let attempts at the same time slip by', async () => {
    const { email } = await auth.createUser(tenant, 'viewer');
    const answers = await Promise.all(Array.from({ length: loginLimits.freeAttempts + 5 }, () => fail(email)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(loginLimits.freeAttempts);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
  });
  it('leaves other users alone, and forgets failures on success', async () => {
    expect((await auth.login(tenant.slug, adminEmail)).status).toBe(200);
    const { email } = await auth.createUser(tenant, 'viewer');
    for (let round = 0; round < 2; round += 1) {
      for (let index = 0; index < loginLimits.freeAttempts - 1; index += 1) await fail(email);
      expect((await auth.login(tenant.slug, email)).status).toBe(200);
    }
  });
});
describe('without Redis', () => {
  it('still lets people in', async () => {
    await auth.redis.stop();
    expect((await auth.login(tenant.slug, adminEmail)).status).toBe(200);
    expectProblem(await fail(adminEmail), 401, 'invalid_credentials');
    expect((await auth.call('GET', '/ready')).status).toBe(200);
  });
});
describe('503', () => {
  it('says that the database does not answer', async () => {
    await auth.postgres.stop();
    expectProblem(await auth.login(tenant.slug, adminEmail), 503, 'unavailable');
    expect((await auth.call('GET', '/ready')).status).toBe(503);
  });
});

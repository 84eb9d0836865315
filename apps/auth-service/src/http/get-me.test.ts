import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminEmail, type AuthHarness, startAuth, type TenantInTest } from '../../test/auth-harness.ts';
import { expectProblem, expectUnauthenticated } from '../../test/guards.ts';

let auth: AuthHarness;
let tenant: TenantInTest;
beforeAll(async () => {
  auth = await startAuth();
  tenant = await auth.createTenant();
});
afterAll(() => auth.stop());

const me = (token: string) => auth.call('GET', '/api/auth/me', { token });

describe('200', () => {
  it('tells a user who they are', async () => {
    const { status, body } = await me(tenant.adminToken);
    expect(status).toBe(200);
    expect(body).toEqual({
      subject: tenant.adminId, kind: 'user', name: 'Ada', email: adminEmail, role: 'admin', tenant: { tenantId: tenant.tenantId, slug: tenant.slug, name: 'Tenant' },
    });
  });
  it('tells an API key what it is', async () => {
    const { body: created } = await auth.call('POST', '/api/auth/api-keys', { token: tenant.adminToken, body: { name: 'import', role: 'viewer' } });
    const { body: exchanged } = await auth.call('POST', '/api/auth/token', { body: { apiKey: created.secret } });
    expect((await me(exchanged.accessToken)).body).toMatchObject({ subject: created.apiKey.apiKeyId, kind: 'api_key', name: 'import', email: null, role: 'viewer' });
  });
});
describe('401', () => {
  it('asks for a token', () => expectUnauthenticated(auth, 'GET', '/api/auth/me'));
  it('refuses a token that has expired, was altered, or is signed by another service', async () => {
    const { adminToken } = tenant;
    const [head, , signature] = adminToken.split('.');
    const claims = JSON.parse(Buffer.from(adminToken.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    const altered = `${head}.${Buffer.from(JSON.stringify({ ...claims, tid: tenant.adminId })).toString('base64url')}.${signature}`;
    expectProblem(await me(altered), 401, 'unauthenticated');
    auth.passTime(-3_600_000);
    const { body } = await auth.login(tenant.slug, adminEmail);
    auth.passTime(3_600_000);
    expectProblem(await me(body.accessToken), 401, 'unauthenticated');
    const stranger = await startAuth();
    const other = await stranger.createTenant();
    await stranger.stop();
    expectProblem(await me(other.adminToken), 401, 'unauthenticated');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthHarness, claimsOf, startAuth, type TenantInTest } from '../../test/auth-harness.ts';
import { expectProblem } from '../../test/guards.ts';

let auth: AuthHarness;
let tenant: TenantInTest;
beforeAll(async () => {
  auth = await startAuth();
  tenant = await auth.createTenant();
});
afterAll(() => auth.stop());

const exchange = (apiKey: unknown) => auth.call('POST', '/api/auth/token', { body: { apiKey } });
const create = async (body: Record<string, unknown> = {}) =>
  (await auth.call('POST', '/api/auth/api-keys', { token: tenant.adminToken, body: { name: 'nightly import', role: 'analyst', ...body } })).body as { apiKey: { apiKeyId: string }; secret: string };

describe('200', () => {
  it('gives an access token in the key’s own name and role, and notes the use', async () => {
    const { apiKey, secret } = await create();
    const { status, body } = await exchange(secret);
    expect(status).toBe(200);
    expect(body).toMatchObject({ tokenType: 'Bearer', expiresInSeconds: 900 });
    expect(body).not.toHaveProperty('refreshToken');
    expect(claimsOf(body.accessToken)).toMatchObject({ sub: apiKey.apiKeyId, tid: tenant.tenantId, role: 'analyst', name: 'nightly import' });
    const list = await auth.call('GET', '/api/auth/api-keys', { token: tenant.adminToken });
    expect(list.body.items.find(({ apiKeyId }: { apiKeyId: string }) => apiKeyId === apiKey.apiKeyId).lastUsedAt).not.toBeNull();
  });
});
describe('400', () => {
  it('names what is not as expected', async () => expectProblem(await exchange(null), 400, 'invalid_request'));
});
describe('401', () => {
  it('refuses a revoked key, an expired key, a wrong secret, another tenant and a text that is none', async () => {
    const revoked = await create();
    await auth.call('DELETE', `/api/auth/api-keys/${revoked.apiKey.apiKeyId}`, { token: tenant.adminToken });
    const expired = await create({ expiresAt: '2020-01-01T00:00:00.000Z' });
    const { secret } = await create();
    const other = await auth.createTenant();
    const wrong = secret.slice(0, -5) + (secret.endsWith('AAAAA') ? 'BBBBB' : 'AAAAA');
    for (const text of [revoked.secret, expired.secret, wrong, secret.replace(tenant.tenantId, other.tenantId), 'x']) expectProblem(await exchange(text), 401, 'invalid_api_key');
    expect((await exchange(secret)).status).toBe(200);
  });
});
describe('429', () => {
  it('makes a client wait that keeps presenting a dead key', async () => {
    const { secret, apiKey } = await create();
    await auth.call('DELETE', `/api/auth/api-keys/${apiKey.apiKeyId}`, { token: tenant.adminToken });
    const answers = await Promise.all(Array.from({ length: 101 }, () => exchange(secret)));
    const blocked = answers.filter(({ status }) => status === 429);
    expect(blocked).toHaveLength(1);
    expectProblem(blocked[0] as (typeof answers)[number], 429, 'too_many_attempts');
    expect(Number(blocked[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

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

const refresh = (refreshToken: unknown) => auth.call('POST', '/api/auth/refresh', { body: { refreshToken } });
const dayMs = 86_400_000;

describe('200', () => {
  it('gives new tokens, again and again', async () => {
    const { refreshToken, userId } = await auth.createUser(tenant, 'analyst');
    const first = await refresh(refreshToken);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ tokenType: 'Bearer', expiresInSeconds: 900 });
    expect(claimsOf(first.body.accessToken)).toMatchObject({ sub: userId, role: 'analyst', tid: tenant.tenantId });
    expect(first.body.refreshToken).not.toBe(refreshToken);
    expect((await refresh(first.body.refreshToken)).status).toBe(200);
  });
});
describe('400', () => {
  it('names what is not as expected', async () => {
    const answer = await refresh(7);
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toEqual([{ field: '/refreshToken', expected: 'string' }]);
  });
});
describe('401', () => {
  it('ends every token of the family when one is used twice, and of no other family', async () => {
    const user = await auth.createUser(tenant, 'viewer');
    const other = await auth.login(tenant.slug, user.email);
    const second = await refresh(user.refreshToken);
    expectProblem(await refresh(user.refreshToken), 401, 'refresh_token_reused');
    expectProblem(await refresh(second.body.refreshToken), 401, 'invalid_refresh_token');
    expectProblem(await refresh(user.refreshToken), 401, 'invalid_refresh_token');
    expect((await refresh(other.body.refreshToken)).status).toBe(200);
  });
  it('lets one of several uses at the same time through, and then ends the family', async () => {
    const { refreshToken } = await auth.createUser(tenant, 'viewer');
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(refreshToken)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    expectProblem(await refresh(winners[0]?.body.refreshToken), 401, 'invalid_refresh_token');
  });
  it('refuses a token with a wrong secret, of another tenant, and a text that is none', async () => {
    const { refreshToken } = await auth.createUser(tenant, 'viewer');
    const otherTenant = await auth.createTenant();
    const wrong = refreshToken.slice(0, -5) + (refreshToken.endsWith('AAAAA') ? 'BBBBB' : 'AAAAA');
    for (const text of [wrong, refreshToken.replace(tenant.tenantId, otherTenant.tenantId), refreshToken.replace('ftr_', 'ftk_'), 'x']) expectProblem(await refresh(text), 401, 'invalid_refresh_token');
    expect((await refresh(refreshToken)).status).toBe(200);
  });
  it('refuses a token after its lifetime', async () => {
    const { refreshToken } = await auth.createUser(tenant, 'viewer');
    auth.passTime(14 * dayMs + 1000);
    expectProblem(await refresh(refreshToken), 401, 'invalid_refresh_token');
    auth.passTime(-14 * dayMs - 1000);
  });
  it('refuses a disabled user’s token', async () => {
    const { refreshToken, userId, email } = await auth.createUser(tenant, 'viewer');
    await auth.disableUser(userId);
    expectProblem(await refresh(refreshToken), 401, 'invalid_refresh_token');
    expectProblem(await auth.login(tenant.slug, email), 401, 'invalid_credentials');
  });
});

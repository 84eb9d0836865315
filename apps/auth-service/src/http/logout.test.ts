import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthHarness, startAuth, type TenantInTest } from '../../test/auth-harness.ts';
import { expectProblem } from '../../test/guards.ts';

let auth: AuthHarness;
let tenant: TenantInTest;
beforeAll(async () => {
  auth = await startAuth();
  tenant = await auth.createTenant();
});
afterAll(() => auth.stop());

const logout = (refreshToken: unknown) => auth.call('POST', '/api/auth/logout', { body: { refreshToken } });
const refresh = (refreshToken: string) => auth.call('POST', '/api/auth/refresh', { body: { refreshToken } });

describe('204', () => {
  it('ends the session, also by a token that was used up, and leaves other sessions alone', async () => {
    const user = await auth.createUser(tenant, 'viewer');
    const other = await auth.login(tenant.slug, user.email);
    const second = await refresh(user.refreshToken);
    const answer = await logout(user.refreshToken);
    expect(answer).toMatchObject({ status: 204, body: undefined });
    expectProblem(await refresh(second.body.refreshToken), 401, 'invalid_refresh_token');
    expect((await refresh(other.body.refreshToken)).status).toBe(200);
  });
  it('is the answer also where the token is unknown, so that it tells nothing', async () => {
    const { refreshToken } = await auth.createUser(tenant, 'viewer');
    const wrong = refreshToken.slice(0, -5) + (refreshToken.endsWith('AAAAA') ? 'BBBBB' : 'AAAAA');
    for (const text of [wrong, 'x', refreshToken.replace(tenant.tenantId, tenant.adminId)]) expect((await logout(text)).status).toBe(204);
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});
describe('400', () => {
  it('names what is missing', async () => {
    const answer = await auth.call('POST', '/api/auth/logout', { body: {} });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toEqual([{ field: '/refreshToken', expected: 'to be present' }]);
  });
});

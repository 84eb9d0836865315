import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminEmail, type AuthHarness, operatorKey, password, startAuth } from '../../test/auth-harness.ts';

let auth: AuthHarness;
beforeAll(async () => void (auth = await startAuth()));
afterAll(() => auth.stop());

describe('the log', () => {
  it('tells who did what, in which trace, and no secret', async () => {
    const tenant = await auth.createTenant();
    const { tenantId, adminId } = tenant;
    const user = await auth.createUser(tenant, 'viewer');
    await auth.login(tenant.slug, adminEmail, 'wrong password');
    const { body: refreshed } = await auth.call('POST', '/api/auth/refresh', { body: { refreshToken: user.refreshToken } });
    await auth.call('POST', '/api/auth/refresh', { body: { refreshToken: user.refreshToken } });
    await auth.call('POST', '/api/auth/logout', { body: { refreshToken: tenant.refreshToken } });
    const { body: created } = await auth.call('POST', '/api/auth/api-keys', { token: tenant.adminToken, body: { name: 'import', role: 'viewer' } });
    const { apiKeyId } = created.apiKey;
    const { body: exchanged } = await auth.call('POST', '/api/auth/token', { body: { apiKey: created.secret } });
    await auth.call('DELETE', `/api/auth/api-keys/${apiKeyId}`, { token: tenant.adminToken });
    await auth.call('POST', '/api/auth/token', { body: { apiKey: created.secret } });

    const entries = auth.logged.flatMap(({ audit }) => (audit === undefined ? [] : [audit]));
    expect(entries).toEqual([
      { action: 'tenant.created', actorId: 'operator', tenantId, subjectId: adminId, slug: tenant.slug },
      { action: 'session.started', tenantId, actorId: adminId },
      { action: 'user.created', tenantId, actorId: adminId, subjectId: user.userId, role: 'viewer' },
      { action: 'session.started', tenantId, actorId: user.userId },
      { action: 'session.refused', tenant: tenant.slug, email: adminEmail },
      { action: 'refresh_token.reused', tenantId, actorId: user.userId, familyId: expect.any(String) },
      { action: 'session.ended', tenantId, actorId: adminId },
      { action: 'api_key.created', tenantId, actorId: adminId, subjectId: apiKeyId, role: 'viewer' },
      { action: 'api_key.exchanged', tenantId, actorId: apiKeyId },
      { action: 'api_key.revoked', tenantId, actorId: adminId, subjectId: apiKeyId },
      { action: 'api_key.refused', reason: 'invalid_api_key' },
    ]);
    expect(auth.logged.filter(({ audit }) => audit).every(({ traceId }) => /^[0-9a-f]{32}$/.test(String(traceId)))).toBe(true);
    const text = JSON.stringify(auth.logged);
    const secrets = [password, operatorKey, tenant.adminToken, tenant.refreshToken, user.refreshToken, refreshed.refreshToken, created.secret, exchanged.accessToken];
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

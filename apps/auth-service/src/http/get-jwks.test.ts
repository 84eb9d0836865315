import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTokenVerifier } from '@fintrack/service-kit';
import { type AuthHarness, issuer, startAuth, type TenantInTest } from '../../test/auth-harness.ts';
import { expectProblem } from '../../test/guards.ts';

let auth: AuthHarness;
let tenant: TenantInTest;
beforeAll(async () => {
  auth = await startAuth();
  tenant = await auth.createTenant();
});
afterAll(() => auth.stop());

const path = '/api/auth/.well-known/jwks.json';

describe('200', () => {
  it('publishes the public key alone, cacheable', async () => {
    const { status, body, headers } = await auth.call('GET', path);
    expect(status).toBe(200);
    expect(body.keys).toEqual([{ kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String), kid: 'test-key', alg: 'ES256', use: 'sig' }]);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });
  it('is what other services verify access tokens by', async () => {
    const verifier = createTokenVerifier({ keys: new URL(auth.service.address + path), issuer });
    expect(await verifier.verify(tenant.adminToken)).toEqual({ principal: { tenantId: tenant.tenantId, userId: tenant.adminId, role: 'admin', name: 'Ada' } });
  });
});
describe('405', () => {
  it('allows reading only', async () => expectProblem(await auth.call('POST', path, { body: {} }), 405, 'method_not_allowed'));
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuthHarness, startAuth, type TenantInTest } from '../../test/auth-harness.ts';
import { expectProblem, expectUnauthenticated } from '../../test/guards.ts';

let auth: AuthHarness;
let tenant: TenantInTest;
beforeAll(async () => {
  auth = await startAuth();
  tenant = await auth.createTenant();
});
afterAll(() => auth.stop());

const path = '/api/auth/api-keys';
const create = async (token = tenant.adminToken) => (await auth.call('POST', path, { token, body: { name: 'import', role: 'viewer' } })).body as { apiKey: { apiKeyId: string }; secret: string };
const revoke = (id: string, token = tenant.adminToken) => auth.call('DELETE', `${path}/${id}`, { token });

describe('204', () => {
  it('ends the key, and keeps the moment it was first revoked', async () => {
    const { apiKey, secret } = await create();
    expect(await revoke(apiKey.apiKeyId)).toMatchObject({ status: 204, body: undefined });
    expectProblem(await auth.call('POST', '/api/auth/token', { body: { apiKey: secret } }), 401, 'invalid_api_key');
    const revokedAt = async () => (await auth.call('GET', path, { token: tenant.adminToken })).body.items.find((item: { apiKeyId: string }) => item.apiKeyId === apiKey.apiKeyId).revokedAt;
    const first = await revokedAt();
    expect((await revoke(apiKey.apiKeyId)).status).toBe(204);
    expect(await revokedAt()).toBe(first);
  });
});
describe('400', () => {
  it('names the parameter', async () => {
    const answer = await revoke('7');
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors[0].field).toBe('/apiKeyId');
  });
});
describe('401', () => {
  it('asks for a token', () => expectUnauthenticated(auth, 'DELETE', `${path}/${tenant.adminId}`));
});
describe('403', () => {
  it('is for admins', async () => expectProblem(await revoke(tenant.adminId, (await auth.createUser(tenant, 'analyst')).token), 403, 'forbidden'));
});
describe('404', () => {
  it('does not know a key of another tenant', async () => {
    const other = await auth.createTenant();
    const { apiKey } = await create(other.adminToken);
    expectProblem(await revoke(apiKey.apiKeyId), 404, 'api_key_not_found');
  });
});
describe('405', () => {
  it('allows no other method', async () => {
    const answer = await auth.call('PATCH', `${path}/${tenant.adminId}`, { token: tenant.adminToken });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.get('allow')).toBe('DELETE');
  });
});

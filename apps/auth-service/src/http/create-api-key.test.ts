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
const create = (body: unknown, token = tenant.adminToken) => auth.call('POST', path, { token, body });

describe('201', () => {
  it('creates a key and shows its secret this once', async () => {
    const { status, body } = await create({ name: 'import', role: 'analyst', expiresAt: '2099-12-31T23:59:59.000Z' });
    expect(status).toBe(201);
    expect(body.apiKey).toMatchObject({ name: 'import', role: 'analyst', createdBy: 'Ada', expiresAt: '2099-12-31T23:59:59.000Z', revokedAt: null, lastUsedAt: null });
    expect(body.secret).toMatch(new RegExp(`^ftk_${tenant.tenantId}_${body.apiKey.apiKeyId}_[A-Za-z0-9_-]{43}$`));
  });
  it('may hold until it is revoked', async () => expect((await create({ name: 'import', role: 'viewer' })).body.apiKey.expiresAt).toBeNull());
});
describe('400', () => {
  it('names every field', async () => {
    const answer = await create({ role: 'root', expiresAt: 'tomorrow' });
    expectProblem(answer, 400, 'invalid_request');
    expect([...new Set(answer.body.errors.map(({ field }: { field: string }) => field))].sort()).toEqual(['/expiresAt', '/name', '/role']);
  });
});
describe('401', () => {
  it('asks for a token', () => expectUnauthenticated(auth, 'POST', path, { name: 'import', role: 'viewer' }));
});
describe('403', () => {
  it('is for admins', async () => expectProblem(await create({ name: 'import', role: 'viewer' }, (await auth.createUser(tenant, 'analyst')).token), 403, 'forbidden'));
});

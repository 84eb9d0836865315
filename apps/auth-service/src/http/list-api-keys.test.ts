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
const list = (query = '', token = tenant.adminToken) => auth.call('GET', path + query, { token });
const create = async (name: string, token = tenant.adminToken) => (await auth.call('POST', path, { token, body: { name, role: 'viewer' } })).body;

describe('200', () => {
  it('lists the keys of the caller’s tenant alone, without secrets, revoked ones too, page by page', async () => {
    const other = await auth.createTenant();
    await create('of another', other.adminToken);
    const first = await create('first');
    await create('second');
    await auth.call('DELETE', `${path}/${first.apiKey.apiKeyId}`, { token: tenant.adminToken });
    const { body } = await list();
    expect(body.items.map(({ name, createdBy }: Record<string, unknown>) => [name, createdBy])).toEqual([['first', 'Ada'], ['second', 'Ada']]);
    expect(body.items[0].revokedAt).not.toBeNull();
    expect(JSON.stringify(body)).not.toContain(first.secret.slice(-43));
    const page = await list('?limit=1');
    expect((await list(`?limit=1&cursor=${page.body.nextCursor}`)).body).toMatchObject({ items: [{ name: 'second' }], nextCursor: null });
  });
});
describe('400', () => {
  it('names the query parameter', async () => {
    for (const [query, field] of [['?limit=0', '/limit'], ['?cursor=nonsense', '/cursor']] as const) {
      const answer = await list(query);
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors[0].field).toBe(field);
    }
  });
});
describe('401', () => {
  it('asks for a token', () => expectUnauthenticated(auth, 'GET', path));
});
describe('403', () => {
  it('is for admins', async () => expectProblem(await list('', (await auth.createUser(tenant, 'analyst')).token), 403, 'forbidden'));
});

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

const path = '/api/auth/users';
const list = (query = '', token = tenant.adminToken) => auth.call('GET', path + query, { token });
const emails = (items: { email: string }[]) => items.map(({ email }) => email);

describe('200', () => {
  it('lists the users of the caller’s tenant alone, oldest first, page by page', async () => {
    const other = await auth.createTenant();
    await auth.createUser(other, 'viewer');
    const first = await auth.createUser(tenant, 'viewer');
    const second = await auth.createUser(tenant, 'analyst');
    const all = await list();
    expect(emails(all.body.items)).toEqual([adminEmail, first.email, second.email]);
    expect(all.body.nextCursor).toBeNull();
    expect(all.body.items[0]).not.toHaveProperty('passwordHash');
    const page = await list('?limit=2');
    expect(emails(page.body.items)).toEqual([adminEmail, first.email]);
    const rest = await list(`?limit=2&cursor=${page.body.nextCursor}`);
    expect(emails(rest.body.items)).toEqual([second.email]);
    expect(rest.body.nextCursor).toBeNull();
  });
});
describe('400', () => {
  it('names the query parameter', async () => {
    for (const [query, field] of [['?limit=501', '/limit'], ['?cursor=nonsense', '/cursor'], ['?sort=name', '/sort']] as const) {
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
  it('is for admins', async () => {
    for (const role of ['viewer', 'analyst'] as const) expectProblem(await list('', (await auth.createUser(tenant, role)).token), 403, 'forbidden');
  });
});

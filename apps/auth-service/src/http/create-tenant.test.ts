import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminEmail, type AuthHarness, operatorKey, password, startAuth } from '../../test/auth-harness.ts';
import { expectProblem } from '../../test/guards.ts';

let auth: AuthHarness;
beforeAll(async () => void (auth = await startAuth()));
afterAll(() => auth.stop());

const path = '/api/auth/tenants';
const body = (slug: string) => ({ slug, name: 'Acme', admin: { email: 'Ada@Example.org', name: 'Ada', password } });
const create = (request: unknown, key = operatorKey) => auth.call('POST', path, { body: request, headers: { 'x-operator-key': key } });

describe('201', () => {
  it('creates the tenant with an admin, whose e-mail address is kept in lower case', async () => {
    const answer = await create(body('acme'));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ tenant: { slug: 'acme', name: 'Acme' }, admin: { email: adminEmail, role: 'admin', disabledAt: null } });
    expect(JSON.stringify(answer.body)).not.toContain('hash');
    expect((await auth.login('acme', 'ADA@example.ORG')).status).toBe(200);
  });
});
describe('400', () => {
  it('names the field of a short password and of a bad slug', async () => {
    const answer = await create({ ...body('Not A Slug'), admin: { ...body('x').admin, password: 'short' } });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['/admin/password', '/slug']);
  });
});
describe('401', () => {
  it('asks for the operator key', async () => {
    expectProblem(await auth.call('POST', path, { body: body('other') }), 401, 'unauthenticated');
    expectProblem(await create(body('other'), 'wrong'), 401, 'unauthenticated');
  });
});
describe('409', () => {
  it('refuses a slug that is taken and stores nothing of the request', async () => {
    await create(body('taken'));
    expectProblem(await create({ ...body('taken'), admin: { email: 'eve@example.org', name: 'Eve', password } }), 409, 'slug_taken');
    expectProblem(await auth.login('taken', 'eve@example.org'), 401, 'invalid_credentials');
  });
});

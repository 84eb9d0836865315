import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminEmail, type AuthHarness, password, startAuth, type TenantInTest } from '../../test/auth-harness.ts';
import { expectProblem, expectUnauthenticated } from '../../test/guards.ts';

let auth: AuthHarness;
let tenant: TenantInTest;
beforeAll(async () => {
  auth = await startAuth();
  tenant = await auth.createTenant();
});
afterAll(() => auth.stop());

const path = '/api/auth/users';
const body = (changes: Record<string, unknown> = {}) => ({ email: 'Bob@Example.org', name: 'Bob', role: 'analyst', password, ...changes });
const create = (request: unknown, token = tenant.adminToken) => auth.call('POST', path, { token, body: request });

describe('201', () => {
  it('creates a user who can sign in, in the caller’s tenant', async () => {
    const answer = await create(body());
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ email: 'bob@example.org', name: 'Bob', role: 'analyst', disabledAt: null });
    expect((await auth.login(tenant.slug, 'bob@example.org')).status).toBe(200);
  });
  it('takes a password in any script, composed in whatever way', async () => {
    expect((await create(body({ email: 'zoe@example.org', password: 'Zoe\u0301 Zoe\u0301 Zoe\u0301' }))).status).toBe(201);
    expect((await auth.login(tenant.slug, 'zoe@example.org', 'Zo\u00e9 Zo\u00e9 Zo\u00e9')).status).toBe(200);
  });
  it('stores the password as argon2id with OWASP’s parameters', async () => {
    const hashes = await auth.passwordHashes();
    expect(hashes.length).toBeGreaterThan(0);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$(?=.*\bm=19456\b)(?=.*\bt=2\b)(?=.*\bp=1\b)/);
  });
});
describe('400', () => {
  it('names every field', async () => {
    const answer = await create({ email: 'no address', name: '', role: 'root', password: 'short', extra: 1 });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['/email', '/extra', '/name', '/password', '/role']);
  });
});
describe('401', () => {
  it('asks for a token', () => expectUnauthenticated(auth, 'POST', path, body()));
});
describe('403', () => {
  it('is for admins', async () => {
    for (const role of ['viewer', 'analyst'] as const) expectProblem(await create(body({ email: 'x@example.org' }), (await auth.createUser(tenant, role)).token), 403, 'forbidden');
  });
});
describe('409', () => {
  it('refuses an e-mail address of the tenant in whatever letter case, and takes one of another tenant', async () => {
    expectProblem(await create(body({ email: adminEmail.toUpperCase() })), 409, 'email_taken');
    const other = await auth.createTenant();
    const { email } = await auth.createUser(other, 'viewer');
    expect((await create(body({ email }))).status).toBe(201);
  });
});
describe('413', () => {
  it('refuses a body of over 1 MiB', async () => expectProblem(await create(body({ name: 'x'.repeat(1_100_000) })), 413, 'body_too_large'));
});

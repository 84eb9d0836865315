import { call } from './call.ts';
import { RuntimeError } from './runtime-error.ts';
import type { Fintrack } from './start-fintrack.ts';

export const tenantSlug = 'demo';

export const demoUsers = {
  admin: { email: 'admin@demo.example', name: 'Ada Admin' },
  analyst: { email: 'analyst@demo.example', name: 'Ben Analyst' },
  viewer: { email: 'viewer@demo.example', name: 'Vera Viewer' },
} as const;

/**
 * Makes the demo tenant with a user of each role, all with the data folder's demo password. Repeatable.
 * @returns whether the tenant is new
 * @throws RuntimeError seed_failed
 */
export async function seedDemo({ address, operatorKey, demoPassword }: Pick<Fintrack, 'address' | 'operatorKey' | 'demoPassword'>): Promise<boolean> {
  try {
    const { status } = await call(address, '/api/auth/tenants', {
      method: 'POST',
      headers: { 'x-operator-key': operatorKey },
      body: { slug: tenantSlug, name: 'Demo Coffee Roasters', admin: { ...demoUsers.admin, password: demoPassword } },
      accept: [409],
    });
    // Users may have been changed since an earlier start made them.
    if (status === 409) return false;
    const token = await signIn(address, 'admin', demoPassword);
    for (const role of ['analyst', 'viewer'] as const) {
      await call(address, '/api/auth/users', { method: 'POST', token, body: { ...demoUsers[role], role, password: demoPassword }, accept: [409] });
    }
    return true;
  } catch (error) {
    throw new RuntimeError('seed_failed', `The demo tenant could not be made: ${(error as Error).message}`, { cause: error });
  }
}

/** An access token of a demo user. */
export async function signIn(address: string, role: keyof typeof demoUsers, password: string): Promise<string> {
  const { body } = await call<{ accessToken: string }>(address, '/api/auth/login', {
    method: 'POST',
    body: { tenant: tenantSlug, email: demoUsers[role].email, password },
  });
  return body.accessToken;
}

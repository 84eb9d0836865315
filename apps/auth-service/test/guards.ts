import { expect } from '@jest/globals';
import type { Answer, AuthHarness } from './auth-harness.ts';

export function expectProblem({ status, headers, body }: Answer, expectedStatus: number, code: string): void {
  expect({ status, type: headers.get('content-type'), body }).toMatchObject({
    status: expectedStatus, type: 'application/problem+json', body: { type: `urn:fintrack:problem:${code}`, status: expectedStatus, code },
  });
}

/** The operation refuses a request without, and with a token that is none. */
export async function expectUnauthenticated(auth: AuthHarness, method: string, path: string, body?: unknown): Promise<void> {
  for (const headers of [{}, { authorization: 'Bearer none' }]) {
    const answer = await auth.call(method, path, { body, headers });
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  }
}

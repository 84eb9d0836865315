import { demoUsers, type Fintrack, tenantSlug } from '@fintrack/local-runtime';

const TIMEOUT_MS = 120_000;

/** An access token of a demo user. */
export async function signIn(fintrack: Fintrack, role: keyof typeof demoUsers): Promise<string> {
  const body = { tenant: tenantSlug, email: demoUsers[role].email, password: fintrack.demoPassword };
  const { accessToken } = await answered<{ accessToken: string }>(
    fetch(`${fintrack.address}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) }),
  );
  return accessToken;
}

export async function upload(fintrack: Fintrack, token: string, file: { name: string; source: string; content: string }): Promise<string> {
  const form = new FormData();
  form.append('sourceKind', file.source);
  form.append('file', new Blob([file.content]), file.name);
  const { statementId } = await answered<{ statementId: string }>(
    fetch(`${fintrack.address}/api/statements`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form, signal: AbortSignal.timeout(TIMEOUT_MS) }),
  );
  return statementId;
}

async function answered<Body>(request: Promise<Response>): Promise<Body> {
  const response = await request;
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Body;
}

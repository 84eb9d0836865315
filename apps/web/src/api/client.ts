import {
  type BodyOf, operations as operationsByService, type Operation, type ParamsOf, type Problem, type QueryOf, type ResultOf, type SourceKind, type Statement,
} from '@fintrack/contracts';
import { ProblemError } from './problem-error.ts';
import { loadSession, saveSession, type Session, sessionFrom } from './session.ts';

const TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 10 * 60_000;

/** The operations that this application calls, of whichever service. */
export const operations = { ...operationsByService['auth-service'], ...operationsByService['reconciliation-service'], ...operationsByService['reporting-service'] };

interface Input<Op extends Operation> {
  readonly params?: ParamsOf<Op>;
  readonly query?: QueryOf<Op>;
  readonly body?: BodyOf<Op>;
}

/** Calls one operation of the contract with the tab's session. @throws ProblemError */
export async function call<Op extends Operation>(operation: Op, input: Input<Op> = {}): Promise<ResultOf<Op>> {
  const response = await send(address(operation, input), {
    method: operation.method.toUpperCase(),
    headers: { ...(await authorization(operation)), ...(input.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  }, TIMEOUT_MS);
  return (response.status === 204 ? undefined : await response.json()) as ResultOf<Op>;
}

/** Uploads a statement; the fields go first, since the service reads the file as a stream. */
export async function uploadStatement(file: File, sourceKind: SourceKind, mapping?: string): Promise<Statement> {
  const form = new FormData();
  form.append('sourceKind', sourceKind);
  if (mapping !== undefined) form.append('mapping', mapping);
  form.append('file', file, file.name);
  const operation = operations.uploadStatement;
  const response = await send(operation.path, { method: 'POST', headers: await authorization(operation), body: form }, UPLOAD_TIMEOUT_MS);
  return (await response.json()) as Statement;
}

/** Downloads a report as CSV. */
export async function downloadCsv(operation: typeof operations.getSummaryReport | typeof operations.getExceptionsReport): Promise<Blob> {
  const response = await send(`${operation.path}?format=csv`, { headers: await authorization(operation) }, TIMEOUT_MS);
  return response.blob();
}

export async function signIn(body: BodyOf<typeof operations.login>): Promise<void> {
  saveSession(sessionFrom(await call(operations.login, { body }), Date.now()));
}

export async function signOut(): Promise<void> {
  const session = loadSession();
  saveSession(undefined);
  if (session) await call(operations.logout, { body: { refreshToken: session.refreshToken } }).catch(() => undefined);
}

function address<Op extends Operation>(operation: Op, { params = {}, query = {} }: { params?: object; query?: object }): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String((params as Record<string, unknown>)[name])));
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]));
  return search.size > 0 ? `${path}?${search}` : path;
}

async function send(url: string, init: RequestInit, timeoutMs: number): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch {
    throw new ProblemError(0, 'unreachable', 'FinTrack does not answer. Check the connection and try again.');
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  throw new ProblemError(response.status, problem?.code ?? 'unexpected', problem?.detail ?? problem?.title ?? `The request failed (${response.status}).`, problem?.errors);
}

async function authorization(operation: Operation): Promise<Record<string, string>> {
  if (operation.security.kind !== 'bearer') return {};
  const session = loadSession();
  if (!session) throw new ProblemError(401, 'signed_out', 'You are signed out.');
  return { authorization: `Bearer ${(Date.now() < session.renewAt ? session : await renewed(session)).accessToken}` };
}

let renewing: Promise<Session> | undefined;

/** A refresh token is good once, so requests that need a new token at the same time share one renewal. */
function renewed(session: Session): Promise<Session> {
  renewing ??= call(operations.refresh, { body: { refreshToken: session.refreshToken } })
    .then((tokens) => {
      const next = sessionFrom(tokens, Date.now());
      saveSession(next);
      return next;
    })
    .catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 401) saveSession(undefined);
      throw error;
    })
    .finally(() => (renewing = undefined));
  return renewing;
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { call, operations, signIn, signOut, uploadStatement } from './client.ts';
import { ProblemError, problemText } from './problem-error.ts';
import { loadSession, saveSession, sessionFrom } from './session.ts';

/** Node has fetch and FormData; the page's storage and origin are all that is missing. */
class MemoryStorage {
  private readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

let server: Server;
let requests: { line: string; authorization: string | undefined; body: string }[];
let answer: (line: string, response: ServerResponse) => void;
const nativeFetch = globalThis.fetch;

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (url, init) => nativeFetch(new URL(String(url), origin), init);
  Object.assign(globalThis, { sessionStorage: new MemoryStorage() });
});
afterEach(async () => {
  globalThis.fetch = nativeFetch;
  await new Promise((resolve) => server.close(resolve));
});

async function receive(request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const line = `${request.method} ${request.url}`;
  requests.push({ line, authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() });
  answer(line, response);
}
const json = (response: ServerResponse, status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const tokens = (name: string) => ({ accessToken: name, refreshToken: `refresh-${name}`, expiresInSeconds: 900, tokenType: 'Bearer' as const });

describe('calling an operation', () => {
  it('fills the path, the query and the token of the session', async () => {
    saveSession(sessionFrom(tokens('one'), Date.now()));
    answer = (_, response) => json(response, 200, { items: [], nextCursor: null });
    await call(operations.listMatches, { query: { state: 'suggested', limit: 5 } });
    expect(requests).toEqual([{ line: 'GET /api/matches?state=suggested&limit=5', authorization: 'Bearer one', body: '' }]);
  });

  it('renews an old token once, however many requests wait for it', async () => {
    saveSession(sessionFrom({ ...tokens('old'), expiresInSeconds: 60 }, Date.now() - 120_000));
    answer = (line, response) => json(response, 200, line.endsWith('/refresh') ? tokens('new') : { items: [], nextCursor: null });
    await Promise.all([call(operations.listMatches), call(operations.listExceptions), call(operations.listStatements)]);
    expect(requests.filter(({ line }) => line === 'POST /api/auth/refresh')).toHaveLength(1);
    expect(requests.filter(({ authorization }) => authorization === 'Bearer new')).toHaveLength(3);
    expect(loadSession()?.refreshToken).toBe('refresh-new');
  });

  it('ends the session when the refresh token is no longer good', async () => {
    saveSession(sessionFrom({ ...tokens('old'), expiresInSeconds: 60 }, Date.now() - 120_000));
    answer = (_, response) => json(response, 401, { type: 'about:blank', title: 'Unauthorized', status: 401, code: 'refresh_token_reused' });
    await expect(call(operations.getMe)).rejects.toMatchObject({ status: 401, code: 'refresh_token_reused' });
    expect(loadSession()).toBeUndefined();
  });

  it('turns a problem into words that name the field', async () => {
    answer = (_, response) => json(response, 400, { title: 'Bad Request', status: 400, code: 'validation_failed', detail: 'The request is not valid.', errors: [{ field: 'email', expected: 'an e-mail address' }] });
    const error = await signIn({ tenant: 'acme', email: 'x', password: 'y' }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect(problemText(error)).toBe('The request is not valid. email: expected an e-mail address');
  });

  it('says that FinTrack does not answer when it does not', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));
    await expect(signIn({ tenant: 'acme', email: 'x@example.com', password: 'y' })).rejects.toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('sends no request that needs a sign-in without one', async () => {
    await expect(call(operations.getMe)).rejects.toMatchObject({ code: 'signed_out' });
    expect(requests).toEqual([]);
  });
});

describe('uploading a statement', () => {
  it('sends the fields before the file, as the service reads a stream', async () => {
    saveSession(sessionFrom(tokens('one'), Date.now()));
    answer = (_, response) => json(response, 202, { statementId: 'x' });
    await uploadStatement(new File(['<Document/>'], 'june.xml'), 'bank');
    const body = requests[0]?.body ?? '';
    expect(body.indexOf('name="sourceKind"')).toBeGreaterThan(-1);
    expect(body.indexOf('name="sourceKind"')).toBeLessThan(body.indexOf('filename="june.xml"'));
  });
});

describe('signing out', () => {
  it('forgets the session even where the service does not answer', async () => {
    saveSession(sessionFrom(tokens('one'), Date.now()));
    answer = (_, response) => json(response, 500, {});
    await signOut();
    expect(loadSession()).toBeUndefined();
    expect(requests[0]?.line).toBe('POST /api/auth/logout');
  });
});

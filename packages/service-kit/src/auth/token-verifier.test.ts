import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessTokenAudience, createTokenVerifier, type TokenVerifier } from './token-verifier.ts';

const issuer = 'https://auth.example/';
const claims = { sub: 'u-1', tid: 't-1', role: 'analyst', name: 'Anna' };
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let jwks: JSONWebKeySet;
let server: Server;
let url: URL;
let answer: 'keys' | 'failure' | 'nothing' = 'keys';
let reads = 0;
let verifier: TokenVerifier;

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] };
  server = createServer((_request, response) => {
    reads += 1;
    if (answer === 'nothing') return;
    response.writeHead(answer === 'keys' ? 200 : 500, { 'content-type': 'application/json' }).end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answer = 'keys';
  reads = 0;
  verifier = createTokenVerifier({ keys: url, issuer });
});

const sign = (changes: JWTPayload = {}, { key = keys.privateKey, header = { alg: 'ES256', kid: 'one' } } = {}) =>
  new SignJWT({ iss: issuer, aud: accessTokenAudience, exp: Math.floor(Date.now() / 1000) + 60, ...claims, ...changes }).setProtectedHeader(header).sign(key);

describe('a token verifier', () => {
  it('tells the principal of a good token, and reads the keys once', async () => {
    const principal = { tenantId: 't-1', userId: 'u-1', role: 'analyst', name: 'Anna' };
    expect(await verifier.verify(await sign())).toEqual({ principal });
    expect(await verifier.verify(await sign())).toEqual({ principal });
    expect(reads).toBe(1);
  });

  it.each<[string, JWTPayload]>([
    ['has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['never expires', { exp: undefined as never }],
    ['has another audience', { aud: 'other' }],
    ['has another issuer', { iss: 'https://elsewhere.example/' }],
    ['names no tenant', { tid: undefined }],
    ['names a role that does not exist', { role: 'root' }],
    ['is not valid yet', { nbf: Math.floor(Date.now() / 1000) + 600 }],
  ])('refuses a token that %s', async (_name, changes) => {
    expect(await verifier.verify(await sign(changes))).toMatchObject({ code: 'invalid_token' });
  });

  it('refuses a token of another key, another algorithm, none, and one that was altered', async () => {
    const stranger = await generateKeyPair('ES256');
    const token = await sign();
    const [head, , signature] = token.split('.');
    const altered = Buffer.from(JSON.stringify({ ...claims, role: 'admin', iss: issuer, aud: accessTokenAudience, exp: 9_999_999_999 })).toString('base64url');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${altered}.`;
    const symmetric = await new SignJWT({ ...claims, iss: issuer, aud: accessTokenAudience, exp: 9_999_999_999 }).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(Buffer.from(JSON.stringify(jwks.keys[0])));
    for (const bad of [await sign({}, { key: stranger.privateKey }), `${head}.${altered}.${signature}`, none, symmetric, 'x', 'a.b.c', 'x'.repeat(5000)]) {
      expect(await verifier.verify(bad)).toMatchObject({ code: 'invalid_token' });
    }
  });

  it('refuses an unknown key id, and does not read the keys anew for each', async () => {
    for (let index = 0; index < 5; index += 1) expect(await verifier.verify(await sign({}, { header: { alg: 'ES256', kid: `other-${index}` } }))).toMatchObject({ code: 'invalid_token' });
    expect(reads).toBe(1);
  });

  it('says so when the keys can’t be read', async () => {
    answer = 'failure';
    expect(await verifier.verify(await sign())).toMatchObject({ code: 'keys_unavailable' });
  });

  it('does not wait long for the keys', async () => {
    answer = 'nothing';
    const started = Date.now();
    expect(await verifier.verify(await sign())).toMatchObject({ code: 'keys_unavailable' });
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('may be given the keys themselves', async () => {
    expect(await createTokenVerifier({ keys: jwks, issuer }).verify(await sign())).toHaveProperty('principal');
  });
});

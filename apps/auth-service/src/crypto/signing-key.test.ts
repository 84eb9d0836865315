import { describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { readSigningKey } from './signing-key.ts';

const { privateKey } = await generateKeyPair('ES256', { extractable: true });
const jwk: JWK = { ...(await exportJWK(privateKey)), kid: 'one' };

describe('readSigningKey', () => {
  it('reads a private key and gives its public part without the private one', async () => {
    const key = await readSigningKey(JSON.stringify(jwk));
    expect(key.keyId).toBe('one');
    expect(key.publicJwk).toEqual({ kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y, kid: 'one', alg: 'ES256', use: 'sig' });
  });
  it.each<[string, string]>([
    ['no JSON', '{'],
    ['no object', 'null'],
    ['a key without kid', JSON.stringify({ ...jwk, kid: undefined })],
    ['a public key', JSON.stringify({ ...jwk, d: undefined })],
    ['a key of another curve', JSON.stringify({ ...jwk, crv: 'P-384' })],
    ['a key whose halves do not belong together', JSON.stringify({ ...jwk, x: jwk.y, y: jwk.x })],
  ])('refuses %s, without repeating it', async (_name, text) => {
    const failure = await readSigningKey(text).catch((error: unknown) => error);
    expect(failure).toMatchObject({ faults: ['AUTH_SIGNING_JWK: expected an ES256 (EC, P-256) private key as JWK with kid'] });
  });
});

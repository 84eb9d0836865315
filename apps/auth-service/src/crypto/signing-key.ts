import type { Jwk } from '@fintrack/contracts';
import { ConfigError } from '@fintrack/service-kit';
import { type CryptoKey, importJWK, type JWK } from 'jose';

export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: Jwk;
}

const coordinate = /^[A-Za-z0-9_-]{43}$/;

/**
 * Reads AUTH_SIGNING_JWK.
 * @throws ConfigError if it is no ES256 private key with kid
 */
export async function readSigningKey(text: string): Promise<SigningKey> {
  const jwk = parse(text);
  const { kty, crv, x, y, d, kid } = jwk;
  const isKey = kty === 'EC' && crv === 'P-256' && [x, y, d].every((value) => typeof value === 'string' && coordinate.test(value));
  if (!isKey || typeof kid !== 'string' || kid === '') throw fault();
  try {
    const privateKey = await importJWK({ kty: 'EC', crv: 'P-256', x: x as string, y: y as string, d: d as string }, 'ES256');
    if (privateKey instanceof Uint8Array) throw fault();
    return { keyId: kid, privateKey, publicJwk: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string, kid, alg: 'ES256', use: 'sig' } };
  } catch (error) {
    // What the library says may repeat the key.
    throw error instanceof ConfigError ? error : fault();
  }
}

function parse(text: string): JWK {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as JWK;
  } catch {
    // Said below, without the text.
  }
  throw fault();
}

function fault(): ConfigError {
  return new ConfigError(['AUTH_SIGNING_JWK: expected an ES256 (EC, P-256) private key as JWK with kid']);
}

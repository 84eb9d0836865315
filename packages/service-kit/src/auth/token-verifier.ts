import { Role } from '@fintrack/contracts';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Principal } from './principal.ts';

/** Audience claim of FinTrack's access tokens. */
export const accessTokenAudience = 'fintrack';

export type Verification =
  | { readonly principal: Principal }
  /** `keys_unavailable`: the published keys could not be read, so no token can be judged. */
  | { readonly code: 'invalid_token' | 'keys_unavailable'; readonly reason: string };

export interface TokenVerifier {
  verify(token: string): Promise<Verification>;
}

export interface TokenVerifierOptions {
  /** Where auth-service publishes its keys, or the keys themselves. */
  readonly keys: URL | JSONWebKeySet;
  readonly issuer: string;
}

const keyCache = {
  timeoutDuration: 3_000,
  /** A token of an unknown key makes us look for new keys, this often at most. */
  cooldownDuration: 30_000,
  cacheMaxAge: 600_000,
};
const clockToleranceSeconds = 5;
/** A token of ours has some 500 characters. */
const tokenLengthMax = 4096;

/** Verifies ES256 access tokens: signature, issuer, audience, expiry, and that the claims name a principal. */
export function createTokenVerifier({ keys, issuer }: TokenVerifierOptions): TokenVerifier {
  const key: JWTVerifyGetKey = keys instanceof URL ? createRemoteJWKSet(keys, keyCache) : createLocalJWKSet(keys);
  const expected = { issuer, audience: accessTokenAudience, algorithms: ['ES256'], clockTolerance: clockToleranceSeconds, requiredClaims: ['exp', 'sub', 'tid', 'role'] };
  return {
    async verify(token) {
      if (token.length > tokenLengthMax) return { code: 'invalid_token', reason: 'too long' };
      try {
        const { payload } = await jwtVerify(token, key, expected);
        return principalOf(payload);
      } catch (error) {
        return { code: isTokenFault(error) ? 'invalid_token' : 'keys_unavailable', reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function principalOf({ sub, tid, role, name }: JWTPayload): Verification {
  const roles: readonly unknown[] = Role.enum;
  if (typeof sub !== 'string' || typeof tid !== 'string' || !roles.includes(role)) return { code: 'invalid_token', reason: 'claims name no principal' };
  return { principal: { tenantId: tid, userId: sub, role: role as Role, name: typeof name === 'string' ? name : sub } };
}

const tokenFaults: ReadonlySet<string> = new Set([
  errors.JWTClaimValidationFailed.code, errors.JWTExpired.code, errors.JOSEAlgNotAllowed.code, errors.JOSENotSupported.code, errors.JWSInvalid.code,
  errors.JWTInvalid.code, errors.JWKSNoMatchingKey.code, errors.JWKSMultipleMatchingKeys.code, errors.JWSSignatureVerificationFailed.code,
]);

/** All else (no answer, a bad status, no key set in it) is the fault of where the keys come from. */
function isTokenFault(error: unknown): boolean {
  return error instanceof errors.JOSEError && tokenFaults.has(error.code);
}

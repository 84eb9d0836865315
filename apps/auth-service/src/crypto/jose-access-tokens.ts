import { accessTokenAudience } from '@fintrack/service-kit';
import { SignJWT } from 'jose';
import type { AccessSubject, AccessTokens, IssuedAccessToken } from '../domain/surroundings.ts';
import type { SigningKey } from './signing-key.ts';

export interface AccessTokenOptions {
  readonly key: SigningKey;
  readonly issuer: string;
  readonly lifetimeSeconds: number;
}

/** Signs access tokens by ES256: claims iss, aud, sub, tid, role, name, iat, exp. */
export class JoseAccessTokens implements AccessTokens {
  readonly #options: AccessTokenOptions;
  constructor(options: AccessTokenOptions) {
    this.#options = options;
  }

  async issue({ tenantId, subjectId, name, role }: AccessSubject, now: Date): Promise<IssuedAccessToken> {
    const { key, issuer, lifetimeSeconds } = this.#options;
    const issuedAt = Math.floor(now.getTime() / 1000);
    const accessToken = await new SignJWT({ tid: tenantId, role, name })
      .setProtectedHeader({ alg: 'ES256', kid: key.keyId, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(accessTokenAudience)
      .setSubject(subjectId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(key.privateKey);
    return { accessToken, expiresInSeconds: lifetimeSeconds };
  }
}

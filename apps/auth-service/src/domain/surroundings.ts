import type { Role } from './user.ts';

/** Clock, ids and random secrets; tests fix them. */
export interface Surroundings {
  readonly now: () => Date;
  /** UUID of version 7. */
  readonly newId: () => string;
  readonly secrets: Secrets;
}

export interface Secrets {
  /** 256 random bits as 43 characters of base64url. */
  create(): string;
  /** SHA-256 in lower-case hexadecimal; enough for secrets that nobody can guess. */
  digest(text: string): string;
}

/** Whom an access token stands for. */
export interface AccessSubject {
  readonly tenantId: string;
  /** The user's id, or the API key's. */
  readonly subjectId: string;
  readonly name: string;
  readonly role: Role;
}

export interface IssuedAccessToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** Signs access tokens. */
export interface AccessTokens {
  issue(subject: AccessSubject, now: Date): Promise<IssuedAccessToken>;
}

/** Limits attempts at one secret. */
export interface AttemptThrottle {
  /** Counts an attempt; seconds to wait if it comes too soon after others that failed. */
  attempt(subject: string): Promise<number | undefined>;
  /** Forgets the subject's attempts. */
  succeeded(subject: string): Promise<void>;
}

import type { User } from './user.ts';

/** One link of a chain of refresh tokens that began with one sign-in: its family. */
export interface RefreshToken {
  readonly tenantId: string;
  readonly refreshTokenId: string;
  readonly familyId: string;
  readonly userId: string;
  /** SHA-256 of the secret, lower-case hexadecimal. */
  readonly secretDigest: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface PresentedToken {
  readonly token: RefreshToken;
  readonly user: User;
}

export type Exchange =
  /** The presented token is used up, and `successor` takes its place. */
  | { readonly outcome: 'rotated'; readonly user: User; readonly successor: RefreshToken }
  /** Someone else holds a copy: every token of the family ends. */
  | { readonly outcome: 'reused'; readonly userId: string; readonly familyId: string }
  | { readonly outcome: 'invalid' };

export interface RefreshTokens {
  /** Starts a family; false if the user was disabled meanwhile. */
  start(token: RefreshToken): Promise<boolean>;
  /** Lets `decide` judge the token while nobody else can use it, and stores what follows from the decision. */
  exchange(tenantId: string, refreshTokenId: string, now: Date, decide: (presented: PresentedToken | undefined) => Exchange): Promise<Exchange>;
  /** Ends the family of a token; whose it was, if it exists. */
  endFamily(tenantId: string, refreshTokenId: string, secretDigest: string, now: Date): Promise<{ readonly userId: string } | undefined>;
}

export interface Successor {
  readonly refreshTokenId: string;
  readonly secretDigest: string;
  readonly expiresAt: Date;
}

/**
 * Judges a presented refresh token. There is no grace for a second use: a thief who is quicker than the owner would
 * stay unnoticed in it. So a client refreshes once at a time, and signs in anew if it lost the answer.
 */
export function judgeRefreshToken(presented: PresentedToken | undefined, secretDigest: string, successor: Successor, now: Date): Exchange {
  if (presented === undefined) return { outcome: 'invalid' };
  const { token, user } = presented;
  if (token.secretDigest !== secretDigest || token.revokedAt !== null) return { outcome: 'invalid' };
  if (token.usedAt !== null) return { outcome: 'reused', userId: token.userId, familyId: token.familyId };
  if (token.expiresAt <= now || user.disabledAt !== null) return { outcome: 'invalid' };
  return { outcome: 'rotated', user, successor: { ...token, ...successor, createdAt: now, usedAt: null, revokedAt: null } };
}

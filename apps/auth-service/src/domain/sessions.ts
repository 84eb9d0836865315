import type { Passwords } from './passwords.ts';
import { judgeRefreshToken, type RefreshTokens } from './refresh-token.ts';
import type { AccessSubject, AccessTokens, AttemptThrottle, IssuedAccessToken, Surroundings } from './surroundings.ts';
import type { Tenants } from './tenants.ts';
import { formatToken, parseToken } from './token-text.ts';
import { normalizedEmail, type User } from './user.ts';
import type { Users } from './users.ts';

export interface SessionSurroundings extends Surroundings {
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly refreshTokenDays: number;
}

export interface SignInSurroundings extends SessionSurroundings {
  readonly tenants: Tenants;
  readonly users: Users;
  readonly passwords: Passwords;
  readonly throttle: AttemptThrottle;
}

export interface Session extends IssuedAccessToken {
  readonly refreshToken: string;
  readonly user: User;
}

const dayMs = 86_400_000;

export interface SignInRequest {
  readonly tenant: string;
  readonly email: string;
  readonly password: string;
}

export type SignInFailure = { readonly code: 'invalid_credentials' } | { readonly code: 'too_many_attempts'; readonly retryAfterSeconds: number };

/** Starts a session by password. An unknown tenant or user, a disabled user and a wrong password look the same, and take as long. */
export async function signIn(request: SignInRequest, surroundings: SignInSurroundings): Promise<Session | SignInFailure> {
  const { tenants, users, passwords, throttle, refreshTokens, secrets, now, newId } = surroundings;
  const email = normalizedEmail(request.email);
  const subject = `login:${request.tenant}:${email}`;
  const retryAfterSeconds = await throttle.attempt(subject);
  if (retryAfterSeconds !== undefined) return { code: 'too_many_attempts', retryAfterSeconds };
  const tenantId = await tenants.idOfSlug(request.tenant);
  const found = tenantId === undefined ? undefined : await users.findByEmail(tenantId, email);
  // No transaction is open here: hashing takes long, and connections are few.
  const isRight = await passwords.verify(found?.passwordHash, request.password);
  if (!found || !isRight || found.disabledAt !== null) return { code: 'invalid_credentials' };
  const { passwordHash: _, ...user } = found;
  const at = now();
  const secret = secrets.create();
  const refreshTokenId = newId();
  const isStarted = await refreshTokens.start({
    tenantId: user.tenantId, refreshTokenId, familyId: newId(), userId: user.userId, secretDigest: secrets.digest(secret),
    createdAt: at, expiresAt: expiry(at, surroundings), usedAt: null, revokedAt: null,
  });
  if (!isStarted) return { code: 'invalid_credentials' };
  await throttle.succeeded(subject);
  return issueSession(user, { id: refreshTokenId, secret }, at, surroundings);
}

export type RefreshFailure =
  | { readonly code: 'invalid_refresh_token' }
  | { readonly code: 'refresh_token_reused'; readonly tenantId: string; readonly userId: string; readonly familyId: string };

/** Exchanges a refresh token for new tokens; the presented one is used up. */
export async function refreshSession(text: string, surroundings: SessionSurroundings): Promise<Session | RefreshFailure> {
  const { refreshTokens, secrets, now, newId } = surroundings;
  const presented = parseToken('ftr', text);
  if (!presented) return { code: 'invalid_refresh_token' };
  const at = now();
  const secret = secrets.create();
  const successor = { refreshTokenId: newId(), secretDigest: secrets.digest(secret), expiresAt: expiry(at, surroundings) };
  const exchange = await refreshTokens.exchange(presented.tenantId, presented.id, at, (found) => judgeRefreshToken(found, secrets.digest(presented.secret), successor, at));
  switch (exchange.outcome) {
    case 'rotated':
      return issueSession(exchange.user, { id: exchange.successor.refreshTokenId, secret }, at, surroundings);
    case 'reused':
      return { code: 'refresh_token_reused', tenantId: presented.tenantId, userId: exchange.userId, familyId: exchange.familyId };
    case 'invalid':
      return { code: 'invalid_refresh_token' };
  }
}

/** Ends the family of a refresh token, used up or not; whose session it was, if there was one. */
export async function endSession(text: string, { refreshTokens, secrets, now }: Pick<SessionSurroundings, 'refreshTokens' | 'secrets' | 'now'>) {
  const presented = parseToken('ftr', text);
  if (!presented) return undefined;
  const ended = await refreshTokens.endFamily(presented.tenantId, presented.id, secrets.digest(presented.secret), now());
  return ended && { tenantId: presented.tenantId, userId: ended.userId };
}

/** What an access token says of a user. */
function accessSubject({ tenantId, userId, name, role }: User): AccessSubject {
  return { tenantId, subjectId: userId, name, role };
}

async function issueSession(user: User, { id, secret }: { id: string; secret: string }, at: Date, { accessTokens }: SessionSurroundings): Promise<Session> {
  const issued = await accessTokens.issue(accessSubject(user), at);
  return { ...issued, refreshToken: formatToken('ftr', { tenantId: user.tenantId, id, secret }), user };
}

function expiry(at: Date, { refreshTokenDays }: SessionSurroundings): Date {
  return new Date(at.getTime() + refreshTokenDays * dayMs);
}

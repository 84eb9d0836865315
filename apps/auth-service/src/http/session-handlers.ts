import { problem, reply } from '@fintrack/service-kit';
import { endSession, refreshSession, type Session, signIn, type SignInSurroundings } from '../domain/sessions.ts';
import type { Audit } from './audit.ts';
import type { AuthHandlers } from './operations.ts';
import { tooManyAttempts } from './too-many-attempts.ts';

export function sessionHandlers(surroundings: SignInSurroundings, audit: Audit): Pick<AuthHandlers, 'login' | 'refresh' | 'logout'> {
  return {
    login: async ({ body }) => {
      const session = await signIn(body, surroundings);
      if ('code' in session) {
        const isThrottled = session.code === 'too_many_attempts';
        audit({ action: isThrottled ? 'session.throttled' : 'session.refused', tenant: body.tenant, email: body.email });
        return isThrottled ? tooManyAttempts(session.retryAfterSeconds) : problem('invalid_credentials', { detail: 'Tenant, e-mail address or password is wrong.' });
      }
      audit({ action: 'session.started', tenantId: session.user.tenantId, actorId: session.user.userId });
      return reply(200, tokens(session));
    },
    refresh: async ({ body }) => {
      const session = await refreshSession(body.refreshToken, surroundings);
      if (!('code' in session)) return reply(200, tokens(session));
      if (session.code === 'invalid_refresh_token') return problem('invalid_refresh_token', { detail: 'The refresh token is unknown, has expired or has been ended.' });
      audit({ action: 'refresh_token.reused', tenantId: session.tenantId, actorId: session.userId, familyId: session.familyId });
      return problem('refresh_token_reused', { detail: 'The refresh token had been used before, so every token of its family has been ended. Sign in anew.' });
    },
    logout: async ({ body }) => {
      const ended = await endSession(body.refreshToken, surroundings);
      if (ended) audit({ action: 'session.ended', tenantId: ended.tenantId, actorId: ended.userId });
      return { status: 204 };
    },
  };
}

function tokens({ accessToken, expiresInSeconds, refreshToken }: Session) {
  return { accessToken, expiresInSeconds, tokenType: 'Bearer' as const, refreshToken };
}

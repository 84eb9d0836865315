import { describe, expect, it } from '@jest/globals';
import { judgeRefreshToken, type PresentedToken, type RefreshToken } from './refresh-token.ts';
import type { User } from './user.ts';

const now = new Date('2026-11-24T10:00:00.000Z');
const later = new Date('2026-12-08T10:00:00.000Z');
const user: User = { tenantId: 't', userId: 'u', email: 'a@example.org', name: 'Ada', role: 'viewer', createdAt: now, disabledAt: null };
const token: RefreshToken = {
  tenantId: 't', refreshTokenId: 'one', familyId: 'f', userId: 'u', secretDigest: 'right', createdAt: new Date('2026-11-20T10:00:00.000Z'), expiresAt: later, usedAt: null, revokedAt: null,
};
const successor = { refreshTokenId: 'two', secretDigest: 'next', expiresAt: later };
const judge = (changes: Partial<RefreshToken> = {}, digest = 'right', whose: User = user) => {
  const presented: PresentedToken = { token: { ...token, ...changes }, user: whose };
  return judgeRefreshToken(presented, digest, successor, now);
};

describe('judgeRefreshToken', () => {
  it('lets a successor of the same family take the token’s place', () => {
    expect(judge()).toEqual({ outcome: 'rotated', user, successor: { ...token, ...successor, createdAt: now } });
  });
  it('takes a second use for theft, also after the token would have expired', () => {
    expect(judge({ usedAt: now })).toEqual({ outcome: 'reused', userId: 'u', familyId: 'f' });
    expect(judge({ usedAt: now, expiresAt: now })).toMatchObject({ outcome: 'reused' });
  });
  it('takes a guessed secret for no theft, so that an id alone ends nobody’s session', () => {
    expect(judge({ usedAt: now }, 'guessed')).toEqual({ outcome: 'invalid' });
  });
  it.each<[string, () => unknown]>([
    ['is unknown', () => judgeRefreshToken(undefined, 'right', successor, now)],
    ['has another secret', () => judge({}, 'wrong')],
    ['has expired to the millisecond', () => judge({ expiresAt: now })],
    ['was revoked', () => judge({ revokedAt: now })],
    ['belongs to a disabled user', () => judge({}, 'right', { ...user, disabledAt: now })],
  ])('refuses a token that %s', (_name, result) => expect(result()).toEqual({ outcome: 'invalid' }));
});

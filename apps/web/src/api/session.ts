import type { Me, Tokens } from '@fintrack/contracts';

export interface Session {
  readonly accessToken: string;
  /** Epoch milliseconds after which the access token is renewed before use. */
  readonly renewAt: number;
  readonly refreshToken: string;
}

const KEY = 'fintrack.session';
/** Renew a little early, so that no request leaves with a token that expires on the way. */
const MARGIN_SECONDS = 30;

export const sessionFrom = (tokens: Tokens, now: number): Session => ({
  accessToken: tokens.accessToken,
  renewAt: now + (tokens.expiresInSeconds - MARGIN_SECONDS) * 1000,
  refreshToken: tokens.refreshToken,
});

/** Session storage ends with the tab, so a shared computer keeps no sign-in. */
export function loadSession(): Session | undefined {
  const text = sessionStorage.getItem(KEY);
  return text === null ? undefined : (JSON.parse(text) as Session);
}

export function saveSession(session: Session | undefined): void {
  if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
  else sessionStorage.removeItem(KEY);
}

export const mayAct = (me: Me): boolean => me.role !== 'viewer';

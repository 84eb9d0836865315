import { operations, type Tokens } from '@fintrack/contracts';
import { Client } from '../api/client.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import type { Session, SessionFile } from './session-file.ts';
import { withLock } from './with-lock.ts';

const { exchangeApiKey, login, refresh } = operations['auth-service'];
/** An access token is replaced this long before it ends, so that no request arrives with a stale one. */
const MARGIN_MS = 60_000;

export interface SignIn {
  readonly tenant: string;
  readonly email: string;
  readonly password: string;
}

export interface CredentialSources {
  readonly address: string;
  readonly apiKey: string | undefined;
  readonly signIn: SignIn | undefined;
  readonly sessionFile: SessionFile;
}

interface Held {
  readonly accessToken: string;
  readonly expiresAt: number;
}

/**
 * Gives valid access tokens for one address: by API key, else by tenant, e-mail and password from the environment,
 * else by the session that `fintrack login` left.
 */
export function accessTokens({ address, apiKey, signIn, sessionFile }: CredentialSources): () => Promise<string> {
  const anonymous = new Client(address, () => Promise.reject(new Error('signing in needs no token')));
  let held: Held | undefined;
  const renew = async (): Promise<Held> => {
    if (apiKey !== undefined) return heldFrom(await anonymous.call(exchangeApiKey, { body: { apiKey } }));
    if (signIn !== undefined) return heldFrom(await anonymous.call(login, { body: signIn }));
    return refreshed(anonymous, address, sessionFile);
  };
  return async () => {
    if (!held || held.expiresAt - MARGIN_MS < Date.now()) held = await renew();
    return held.accessToken;
  };
}

/** What to keep of an answer with tokens. */
export function sessionFrom(address: string, { tenant, email }: Pick<SignIn, 'tenant' | 'email'>, tokens: Tokens): Session {
  return { url: address, tenant, email, ...heldFrom(tokens), refreshToken: tokens.refreshToken };
}

/**
 * A refresh token is good once, and using it twice ends the session; so one command at a time refreshes, and those
 * that waited find the new token in the file.
 */
async function refreshed(anonymous: Client, address: string, sessionFile: SessionFile): Promise<Held> {
  const current = sessionOf(address, sessionFile);
  if (current.expiresAt - MARGIN_MS >= Date.now()) return current;
  return withLock(`${sessionFile.path}.lock`, async () => {
    const session = sessionOf(address, sessionFile);
    if (session.expiresAt - MARGIN_MS >= Date.now()) return session;
    const next = sessionFrom(address, session, await anonymous.call(refresh, { body: { refreshToken: session.refreshToken } }));
    sessionFile.write(next);
    return next;
  });
}

function sessionOf(address: string, sessionFile: SessionFile): Session {
  const session = sessionFile.read();
  if (session?.url === address) return session;
  const elsewhere = session ? ` You are signed in to ${session.url}.` : '';
  throw new CliError('not_signed_in', `You are not signed in to ${address}.${elsewhere}`, {
    exitCode: exitCodes.notSignedIn, hint: 'Sign in with `fintrack login`, or set FINTRACK_API_KEY.',
  });
}

function heldFrom({ accessToken, expiresInSeconds }: { accessToken: string; expiresInSeconds: number }): Held {
  return { accessToken, expiresAt: Date.now() + expiresInSeconds * 1000 };
}

import type { Jwk } from '@fintrack/contracts';
import { reply } from '@fintrack/service-kit';
import type { AuthHandlers } from './operations.ts';

/** Shorter than an access token lives, so that verifiers see a new key before its first tokens matter. */
const cacheControl = 'public, max-age=300';

export function jwksHandlers(keys: readonly Jwk[]): Pick<AuthHandlers, 'getJwks'> {
  return { getJwks: async () => reply(200, { keys: [...keys] }, { 'cache-control': cacheControl }) };
}

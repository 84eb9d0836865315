import type { Operation } from '@fintrack/contracts';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../auth/principal.ts';
import type { TokenVerifier } from '../auth/token-verifier.ts';
import type { Logger } from '../telemetry/logger.ts';
import { currentTrace } from '../telemetry/trace-context.ts';
import { problem, type ProblemReply } from './operation-handler.ts';

export interface Gate {
  readonly tokens: TokenVerifier;
  /** Admits operations of `security: operator`. @default none is admitted */
  readonly operatorKey?: string;
  readonly logger: Logger;
}

export interface Credentials {
  readonly authorization: string | undefined;
  readonly operatorKey: string | string[] | undefined;
}

type Admission = { readonly principal: Principal | undefined } | ProblemReply<'unauthenticated' | 'forbidden' | 'unavailable'>;

/** Decides whether a request may reach its operation, before its body is read. */
export async function authenticate({ tokens, operatorKey, logger }: Gate, security: Operation['security'], credentials: Credentials): Promise<Admission> {
  if (security.kind === 'none') return { principal: undefined };
  if (security.kind === 'operatorKey') {
    const given = credentials.operatorKey;
    const admitted = operatorKey !== undefined && typeof given === 'string' && isSame(given, operatorKey);
    return admitted ? { principal: undefined } : problem('unauthenticated', { detail: 'The header x-operator-key with the operator key is required.' });
  }
  const [, token] = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(credentials.authorization ?? '') ?? [];
  if (token === undefined) return unauthenticated('A bearer access token is required.', 'Bearer');
  const verification = await tokens.verify(token);
  if ('code' in verification) {
    logger.info({ reason: verification.reason }, 'an access token was refused');
    if (verification.code === 'keys_unavailable') return problem('unavailable', { detail: 'Access tokens can’t be verified at the moment.', headers: { 'retry-after': '5' } });
    return unauthenticated('The access token is invalid or has expired.', 'Bearer error="invalid_token"');
  }
  const { principal } = verification;
  const trace = currentTrace();
  if (trace) trace.tenantId = principal.tenantId;
  if (!security.roles.includes(principal.role)) return problem('forbidden', { detail: `One of the roles ${security.roles.join(', ')} is required.` });
  return { principal };
}

function unauthenticated(detail: string, challenge: string) {
  return problem('unauthenticated', { detail, headers: { 'www-authenticate': challenge } });
}

/** Compares digests, so that the time taken tells nothing about the key. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

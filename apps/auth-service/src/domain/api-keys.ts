import type { Page, PageRequest } from './page.ts';
import type { AccessTokens, AttemptThrottle, IssuedAccessToken, Surroundings } from './surroundings.ts';
import { formatToken, parseToken } from './token-text.ts';
import type { Role } from './user.ts';

export interface ApiKey {
  readonly tenantId: string;
  readonly apiKeyId: string;
  readonly name: string;
  readonly role: Role;
  /** Name of who created it. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface StoredApiKey extends ApiKey {
  /** SHA-256 of the secret, lower-case hexadecimal. */
  readonly secretDigest: string;
}

export interface ApiKeys {
  create(apiKey: StoredApiKey): Promise<void>;
  find(tenantId: string, apiKeyId: string): Promise<StoredApiKey | undefined>;
  list(tenantId: string, page: PageRequest): Promise<Page<ApiKey>>;
  /** False if there is no such key; revoking twice is as once. */
  revoke(tenantId: string, apiKeyId: string, now: Date): Promise<boolean>;
  noteUse(tenantId: string, apiKeyId: string, now: Date): Promise<void>;
}

export interface ApiKeyRequest {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: Date | null;
}

/** Creates an API key; `secret` is never stored and shown this once. */
export async function createApiKey(
  creator: { readonly tenantId: string; readonly name: string },
  request: ApiKeyRequest,
  { apiKeys, secrets, now, newId }: Surroundings & { readonly apiKeys: ApiKeys },
): Promise<{ readonly apiKey: ApiKey; readonly secret: string }> {
  const secret = secrets.create();
  const apiKey: ApiKey = { tenantId: creator.tenantId, apiKeyId: newId(), ...request, createdBy: creator.name, createdAt: now(), revokedAt: null, lastUsedAt: null };
  await apiKeys.create({ ...apiKey, secretDigest: secrets.digest(secret) });
  return { apiKey, secret: formatToken('ftk', { tenantId: apiKey.tenantId, id: apiKey.apiKeyId, secret }) };
}

/** Whether a key admits who presents this secret. */
export function admits(apiKey: StoredApiKey, secretDigest: string, now: Date): boolean {
  return apiKey.secretDigest === secretDigest && apiKey.revokedAt === null && (apiKey.expiresAt === null || apiKey.expiresAt > now);
}

export interface ExchangeSurroundings extends Surroundings {
  readonly apiKeys: ApiKeys;
  readonly accessTokens: AccessTokens;
  readonly throttle: AttemptThrottle;
}

export type ApiKeyFailure = { readonly code: 'invalid_api_key' } | { readonly code: 'too_many_attempts'; readonly retryAfterSeconds: number };

/** Exchanges an API key for an access token in the key's own name and role. */
export async function exchangeApiKey(
  text: string,
  { apiKeys, accessTokens, throttle, secrets, now }: ExchangeSurroundings,
): Promise<(IssuedAccessToken & { readonly apiKey: ApiKey }) | ApiKeyFailure> {
  const presented = parseToken('ftk', text);
  if (!presented) return { code: 'invalid_api_key' };
  const subject = `api-key:${presented.tenantId}:${presented.id}`;
  const retryAfterSeconds = await throttle.attempt(subject);
  if (retryAfterSeconds !== undefined) return { code: 'too_many_attempts', retryAfterSeconds };
  const at = now();
  const apiKey = await apiKeys.find(presented.tenantId, presented.id);
  if (!apiKey || !admits(apiKey, secrets.digest(presented.secret), at)) return { code: 'invalid_api_key' };
  await Promise.all([throttle.succeeded(subject), apiKeys.noteUse(apiKey.tenantId, apiKey.apiKeyId, at)]);
  const { tenantId, apiKeyId, name, role } = apiKey;
  const issued = await accessTokens.issue({ tenantId, subjectId: apiKeyId, name, role }, at);
  return { ...issued, apiKey };
}

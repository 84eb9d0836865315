import { problem, reply } from '@fintrack/service-kit';
import { createApiKey, exchangeApiKey, type ExchangeSurroundings } from '../domain/api-keys.ts';
import type { Audit } from './audit.ts';
import type { AuthHandlers } from './operations.ts';
import { pageBody, pageRequest } from './pages.ts';
import { apiKeyBody } from './responses.ts';
import { tooManyAttempts } from './too-many-attempts.ts';

type ApiKeyOperation = 'listApiKeys' | 'createApiKey' | 'revokeApiKey' | 'exchangeApiKey';

export function apiKeyHandlers(surroundings: ExchangeSurroundings, audit: Audit): Pick<AuthHandlers, ApiKeyOperation> {
  const { apiKeys, now } = surroundings;
  return {
    listApiKeys: async ({ query, principal }) => {
      const page = pageRequest(query);
      if ('problem' in page) return page;
      return reply(200, pageBody(await apiKeys.list(principal.tenantId, page), apiKeyBody, ({ apiKeyId }) => apiKeyId));
    },
    createApiKey: async ({ body: { name, role, expiresAt }, principal }) => {
      const { apiKey, secret } = await createApiKey(principal, { name, role, expiresAt: expiresAt === undefined ? null : new Date(expiresAt) }, surroundings);
      audit({ action: 'api_key.created', tenantId: principal.tenantId, actorId: principal.userId, subjectId: apiKey.apiKeyId, role });
      return reply(201, { apiKey: apiKeyBody(apiKey), secret });
    },
    revokeApiKey: async ({ params: { apiKeyId }, principal }) => {
      const isKnown = await apiKeys.revoke(principal.tenantId, apiKeyId, now());
      if (!isKnown) return problem('api_key_not_found');
      audit({ action: 'api_key.revoked', tenantId: principal.tenantId, actorId: principal.userId, subjectId: apiKeyId });
      return { status: 204 };
    },
    exchangeApiKey: async ({ body }) => {
      const exchanged = await exchangeApiKey(body.apiKey, surroundings);
      if ('code' in exchanged) {
        audit({ action: 'api_key.refused', reason: exchanged.code });
        return exchanged.code === 'too_many_attempts'
          ? tooManyAttempts(exchanged.retryAfterSeconds)
          : problem('invalid_api_key', { detail: 'The API key is unknown, has expired or has been revoked.' });
      }
      const { accessToken, expiresInSeconds, apiKey } = exchanged;
      audit({ action: 'api_key.exchanged', tenantId: apiKey.tenantId, actorId: apiKey.apiKeyId });
      return reply(200, { accessToken, expiresInSeconds, tokenType: 'Bearer' });
    },
  };
}

import { problem, reply } from '@fintrack/service-kit';
import type { ApiKeys } from '../domain/api-keys.ts';
import type { Tenants } from '../domain/tenants.ts';
import type { Users } from '../domain/users.ts';
import type { AuthHandlers } from './operations.ts';

export interface Directory {
  readonly tenants: Pick<Tenants, 'find'>;
  readonly users: Pick<Users, 'find'>;
  readonly apiKeys: Pick<ApiKeys, 'find'>;
}

export function meHandlers({ tenants, users, apiKeys }: Directory): Pick<AuthHandlers, 'getMe'> {
  return {
    getMe: async ({ principal: { tenantId, userId } }) => {
      const [tenant, user, apiKey] = await Promise.all([tenants.find(tenantId), users.find(tenantId, userId), apiKeys.find(tenantId, userId)]);
      const subject = user ?? apiKey;
      // The token outlived whom it stands for.
      if (!tenant || !subject) return problem('unauthenticated', { detail: 'The access token’s subject does not exist.' });
      const { name, role } = subject;
      const { slug, name: tenantName } = tenant;
      return reply(200, { subject: userId, kind: user ? 'user' : 'api_key', name, email: user?.email ?? null, role, tenant: { tenantId, slug, name: tenantName } });
    },
  };
}

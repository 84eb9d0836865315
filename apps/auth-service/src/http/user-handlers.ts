import { problem, reply } from '@fintrack/service-kit';
import { createUser, type CreateUserSurroundings } from '../domain/users.ts';
import type { Audit } from './audit.ts';
import type { AuthHandlers } from './operations.ts';
import { pageBody, pageRequest } from './pages.ts';
import { userBody } from './responses.ts';

export function userHandlers(surroundings: CreateUserSurroundings, audit: Audit): Pick<AuthHandlers, 'listUsers' | 'createUser'> {
  return {
    listUsers: async ({ query, principal }) => {
      const page = pageRequest(query);
      if ('problem' in page) return page;
      return reply(200, pageBody(await surroundings.users.list(principal.tenantId, page), userBody, ({ userId }) => userId));
    },
    createUser: async ({ body, principal }) => {
      const user = await createUser(principal.tenantId, body, surroundings);
      if ('code' in user) return problem(user.code, { detail: 'A user of this tenant has this e-mail address.' });
      audit({ action: 'user.created', tenantId: principal.tenantId, actorId: principal.userId, subjectId: user.userId, role: user.role });
      return reply(201, userBody(user));
    },
  };
}

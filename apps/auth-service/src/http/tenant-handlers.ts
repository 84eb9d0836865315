import { problem, reply } from '@fintrack/service-kit';
import { createTenant, type CreateTenantSurroundings } from '../domain/tenants.ts';
import type { Audit } from './audit.ts';
import type { AuthHandlers } from './operations.ts';
import { tenantBody, userBody } from './responses.ts';

export function tenantHandlers(surroundings: CreateTenantSurroundings, audit: Audit): Pick<AuthHandlers, 'createTenant'> {
  return {
    createTenant: async ({ body }) => {
      const created = await createTenant(body, surroundings);
      if ('code' in created) return problem(created.code, { detail: `The slug ${body.slug} is taken.` });
      const { tenant, admin } = created;
      audit({ action: 'tenant.created', actorId: 'operator', tenantId: tenant.tenantId, subjectId: admin.userId, slug: tenant.slug });
      return reply(201, { tenant: tenantBody(tenant), admin: userBody(admin) });
    },
  };
}

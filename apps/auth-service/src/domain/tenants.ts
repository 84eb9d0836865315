import type { Passwords } from './passwords.ts';
import type { Surroundings } from './surroundings.ts';
import { type NewUser, normalizedEmail, type Tenant, type User } from './user.ts';

export interface Tenants {
  /** Stores a tenant and its first admin together; false if the slug is taken. */
  create(tenant: Tenant, admin: NewUser): Promise<boolean>;
  find(tenantId: string): Promise<Tenant | undefined>;
  idOfSlug(slug: string): Promise<string | undefined>;
}

export interface TenantRequest {
  readonly slug: string;
  readonly name: string;
  readonly admin: { readonly email: string; readonly name: string; readonly password: string };
}

export interface CreateTenantSurroundings extends Surroundings {
  readonly tenants: Tenants;
  readonly passwords: Passwords;
}

/** Creates a tenant with its first admin. */
export async function createTenant(
  request: TenantRequest,
  { tenants, passwords, now, newId }: CreateTenantSurroundings,
): Promise<{ readonly tenant: Tenant; readonly admin: User } | { readonly code: 'slug_taken' }> {
  const createdAt = now();
  const tenant: Tenant = { tenantId: newId(), slug: request.slug, name: request.name, createdAt };
  const admin: User = {
    tenantId: tenant.tenantId, userId: newId(), email: normalizedEmail(request.admin.email), name: request.admin.name, role: 'admin', createdAt, disabledAt: null,
  };
  const isNew = await tenants.create(tenant, { ...admin, passwordHash: await passwords.hash(request.admin.password) });
  return isNew ? { tenant, admin } : { code: 'slug_taken' };
}

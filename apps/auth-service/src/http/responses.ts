import type { ApiKey as ApiKeyBody, Tenant as TenantBody, User as UserBody } from '@fintrack/contracts';
import type { ApiKey } from '../domain/api-keys.ts';
import type { Tenant, User } from '../domain/user.ts';

export function tenantBody({ tenantId, slug, name, createdAt }: Tenant): TenantBody {
  return { tenantId, slug, name, createdAt: createdAt.toISOString() };
}

export function userBody({ userId, email, name, role, createdAt, disabledAt }: User): UserBody {
  return { userId, email, name, role, createdAt: createdAt.toISOString(), disabledAt: instant(disabledAt) };
}

export function apiKeyBody({ apiKeyId, name, role, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt }: ApiKey): ApiKeyBody {
  return { apiKeyId, name, role, createdBy, createdAt: createdAt.toISOString(), expiresAt: instant(expiresAt), revokedAt: instant(revokedAt), lastUsedAt: instant(lastUsedAt) };
}

function instant(date: Date | null): string | null {
  return date && date.toISOString();
}

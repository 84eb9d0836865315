import type { Database } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, sql } from 'kysely';
import type { Tenants } from '../domain/tenants.ts';
import type { NewUser, Tenant } from '../domain/user.ts';
import { insertUser } from './postgres-users.ts';
import { isUniqueViolation } from './unique-violation.ts';

export class PostgresTenants implements Tenants {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async create(tenant: Tenant, admin: NewUser): Promise<boolean> {
    try {
      await inTenant(this.#db, tenant.tenantId, async (transaction) => {
        await transaction
          .insertInto('tenants')
          .values({ tenant_id: tenant.tenantId, slug: tenant.slug, name: tenant.name, created_at: tenant.createdAt })
          .execute();
        await insertUser(transaction, admin);
      });
      return true;
    } catch (error) {
      if (isUniqueViolation(error, 'tenants_slug_key')) return false;
      throw error;
    }
  }

  async find(tenantId: string): Promise<Tenant | undefined> {
    const row = await inTenant(this.#db, tenantId, (transaction) => transaction.selectFrom('tenants').selectAll().executeTakeFirst(), { readOnly: true });
    return row && { tenantId: row.tenant_id, slug: row.slug, name: row.name, createdAt: row.created_at };
  }

  async idOfSlug(slug: string): Promise<string | undefined> {
    const { rows } = await sql<{ tenant_id: string | null }>`select fintrack.tenant_id_of_slug(${slug}) as tenant_id`.execute(this.#db);
    return rows[0]?.tenant_id ?? undefined;
  }
}

import type { Database } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { ApiKey, ApiKeys, StoredApiKey } from '../domain/api-keys.ts';
import type { Page, PageRequest } from '../domain/page.ts';

export class PostgresApiKeys implements ApiKeys {
  readonly #db: Kysely<Database>;
  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async create(apiKey: StoredApiKey): Promise<void> {
    await inTenant(this.#db, apiKey.tenantId, (transaction) =>
      transaction
        .insertInto('api_keys')
        .values({
          tenant_id: apiKey.tenantId, api_key_id: apiKey.apiKeyId, name: apiKey.name, role: apiKey.role, key_hash: Buffer.from(apiKey.secretDigest, 'hex'),
          created_by: apiKey.createdBy, created_at: apiKey.createdAt, expires_at: apiKey.expiresAt, revoked_at: apiKey.revokedAt, last_used_at: apiKey.lastUsedAt,
        })
        .execute(),
    );
  }

  async find(tenantId: string, apiKeyId: string): Promise<StoredApiKey | undefined> {
    const row = await inTenant(this.#db, tenantId, (transaction) => transaction.selectFrom('api_keys').selectAll().where('api_key_id', '=', apiKeyId).executeTakeFirst(), { readOnly: true });
    return row && { ...apiKeyOf(row), secretDigest: row.key_hash.toString('hex') };
  }

  async list(tenantId: string, { limit, afterId }: PageRequest): Promise<Page<ApiKey>> {
    const rows = await inTenant(
      this.#db,
      tenantId,
      (transaction) => {
        const query = transaction.selectFrom('api_keys').selectAll().orderBy('api_key_id').limit(limit + 1);
        return (afterId === undefined ? query : query.where('api_key_id', '>', afterId)).execute();
      },
      { readOnly: true },
    );
    return { items: rows.slice(0, limit).map(apiKeyOf), hasMore: rows.length > limit };
  }

  async revoke(tenantId: string, apiKeyId: string, now: Date): Promise<boolean> {
    const { numUpdatedRows } = await inTenant(this.#db, tenantId, (transaction) =>
      transaction.updateTable('api_keys').set({ revoked_at: sql<Date>`coalesce(revoked_at, ${now})` }).where('api_key_id', '=', apiKeyId).executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  /** To the minute: a key in heavy use must not become a row that everyone waits for. */
  async noteUse(tenantId: string, apiKeyId: string, now: Date): Promise<void> {
    const minuteAgo = new Date(now.getTime() - 60_000);
    await inTenant(this.#db, tenantId, (transaction) =>
      transaction
        .updateTable('api_keys')
        .set({ last_used_at: now })
        .where('api_key_id', '=', apiKeyId)
        .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<', minuteAgo)]))
        .execute(),
    );
  }
}

function apiKeyOf(row: Selectable<Database['api_keys']>): ApiKey {
  return {
    tenantId: row.tenant_id, apiKeyId: row.api_key_id, name: row.name, role: row.role, createdBy: row.created_by, createdAt: row.created_at,
    expiresAt: row.expires_at, revokedAt: row.revoked_at, lastUsedAt: row.last_used_at,
  };
}

import type { Webhook, WebhookEvent } from '@fintrack/contracts';
import type { Database, Webhooks as WebhooksTable } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import { type NewWebhook, type Subscriber, type WebhookList, type WebhookPosition, type Webhooks, WEBHOOKS_MAX } from '../domain/webhooks.ts';
import type { SecretSeal } from './secret-seal.ts';

export class PostgresWebhooks implements Webhooks {
  readonly #db: Kysely<Database>;
  readonly #seal: SecretSeal;

  constructor(db: Kysely<Database>, seal: SecretSeal) {
    this.#db = db;
    this.#seal = seal;
  }

  async create(tenantId: string, webhook: NewWebhook): Promise<Webhook | undefined> {
    return inTenant(this.#db, tenantId, async (transaction) => {
      // Two that come at once would both count one too few.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`fintrack.webhooks ${tenantId}`}, 0))`.execute(transaction);
      const { count } = await transaction.selectFrom('webhooks').select(sql<number>`count(*)::int`.as('count')).where('tenant_id', '=', tenantId).executeTakeFirstOrThrow();
      if (count >= WEBHOOKS_MAX) return undefined;
      const row = await transaction
        .insertInto('webhooks')
        .values({
          tenant_id: tenantId,
          webhook_id: webhook.webhookId,
          url: webhook.url,
          events: [...webhook.events],
          sealed_secret: this.#seal.seal(webhook.secret, webhook.webhookId),
          created_by: webhook.createdBy,
          created_at: webhook.createdAt,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return webhookOf(row);
    });
  }

  async list(tenantId: string, limit: number, after?: WebhookPosition): Promise<WebhookList> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => {
        let query = transaction.selectFrom('webhooks').selectAll().where('tenant_id', '=', tenantId);
        if (after !== undefined) query = query.where(sql<boolean>`(created_at, webhook_id) > (${after.createdAt}::timestamptz, ${after.webhookId}::uuid)`);
        const rows = await query.orderBy('created_at').orderBy('webhook_id').limit(limit + 1).execute();
        const items = rows.slice(0, limit).map(webhookOf);
        const last = items.at(-1);
        return { items, ...(rows.length > limit && last !== undefined ? { next: { createdAt: last.createdAt, webhookId: last.webhookId } } : {}) };
      },
      { readOnly: true },
    );
  }

  async exists(tenantId: string, webhookId: string): Promise<boolean> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => {
        const row = await transaction.selectFrom('webhooks').select('webhook_id').where('tenant_id', '=', tenantId).where('webhook_id', '=', webhookId).executeTakeFirst();
        return row !== undefined;
      },
      { readOnly: true },
    );
  }

  async remove(tenantId: string, webhookId: string): Promise<boolean> {
    return inTenant(this.#db, tenantId, async (transaction) => {
      const { numDeletedRows } = await transaction.deleteFrom('webhooks').where('tenant_id', '=', tenantId).where('webhook_id', '=', webhookId).executeTakeFirst();
      return numDeletedRows === 1n;
    });
  }

  async subscribers(tenantId: string, type: WebhookEvent): Promise<readonly Subscriber[]> {
    const rows = await inTenant(
      this.#db,
      tenantId,
      (transaction) =>
        transaction
          .selectFrom('webhooks').select(['webhook_id', 'url', 'sealed_secret'])
          .where('tenant_id', '=', tenantId).where('disabled_at', 'is', null).where(sql<boolean>`${type} = any(events)`)
          .orderBy('webhook_id')
          .execute(),
      { readOnly: true },
    );
    return rows.map((row) => ({ webhookId: row.webhook_id, url: row.url, secret: this.#seal.open(row.sealed_secret, row.webhook_id) }));
  }

  async disable(tenantId: string, webhookId: string, at: Date): Promise<void> {
    await inTenant(this.#db, tenantId, (transaction) =>
      transaction.updateTable('webhooks').set({ disabled_at: at }).where('tenant_id', '=', tenantId).where('webhook_id', '=', webhookId).where('disabled_at', 'is', null).execute());
  }
}

function webhookOf(row: Selectable<WebhooksTable>): Webhook {
  return {
    webhookId: row.webhook_id,
    url: row.url,
    events: row.events as WebhookEvent[],
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    disabledAt: row.disabled_at?.toISOString() ?? null,
  };
}

import { type operations, PAGE_LIMIT_DEFAULT } from '@fintrack/contracts';
import { type Handlers, problem, reply } from '@fintrack/service-kit';
import type { Deliveries } from '../domain/deliveries.ts';
import type { WebhookAddresses } from '../domain/webhook-sender.ts';
import { type Webhooks, WEBHOOKS_MAX } from '../domain/webhooks.ts';
import { deliveryCursor, webhookCursor } from './cursors.ts';

export interface WebhookHandlersOptions {
  readonly webhooks: Webhooks;
  readonly deliveries: Pick<Deliveries, 'list'>;
  readonly addresses: WebhookAddresses;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly newSecret: () => Uint8Array;
  /** The secret as the subscriber gets it. */
  readonly secretText: (secret: Uint8Array) => string;
}

const unknownCursor = problem('invalid_request', { detail: 'The cursor is none of this list.', errors: [{ field: '/cursor', expected: 'nextCursor of a page of this list' }] });

export function webhookHandlers({ webhooks, deliveries, addresses, now, newId, newSecret, secretText }: WebhookHandlersOptions): Handlers<(typeof operations)['notification-service']> {
  return {
    listWebhooks: async ({ query: { limit = PAGE_LIMIT_DEFAULT, cursor }, principal }) => {
      const after = cursor === undefined ? undefined : webhookCursor.decode(cursor);
      if (cursor !== undefined && after === undefined) return unknownCursor;
      const { items, next } = await webhooks.list(principal.tenantId, limit, after);
      return reply(200, { items: [...items], nextCursor: next === undefined ? null : webhookCursor.encode(next) });
    },

    createWebhook: async ({ body, principal }) => {
      const fault = await addresses.fault(body.url);
      if (fault !== undefined) return problem(fault.code, { errors: [{ field: '/url', expected: fault.expected }] });
      const secret = newSecret();
      const webhook = await webhooks.create(principal.tenantId, { webhookId: newId(), url: body.url, events: body.events, secret, createdBy: principal.userId, createdAt: now() });
      if (webhook === undefined) return problem('too_many_webhooks', { detail: `A tenant has at most ${WEBHOOKS_MAX} webhooks.` });
      return reply(201, { webhook, secret: secretText(secret) });
    },

    deleteWebhook: async ({ params, principal }) =>
      (await webhooks.remove(principal.tenantId, params.webhookId)) ? { status: 204 } : problem('webhook_not_found'),

    listDeliveries: async ({ params: { webhookId }, query: { limit = PAGE_LIMIT_DEFAULT, cursor }, principal }) => {
      const after = cursor === undefined ? undefined : deliveryCursor.decode(cursor);
      if (cursor !== undefined && !after?.startsWith(`${webhookId}#`)) return unknownCursor;
      if (!(await webhooks.exists(principal.tenantId, webhookId))) return problem('webhook_not_found');
      const { items, next } = await deliveries.list(principal.tenantId, webhookId, limit, after);
      return reply(200, { items: [...items], nextCursor: next === undefined ? null : deliveryCursor.encode(next) });
    },
  };
}

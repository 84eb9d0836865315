import type { Webhook, WebhookEvent } from '@fintrack/contracts';

export const WEBHOOKS_MAX = 20;

export interface NewWebhook {
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly secret: Uint8Array;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** A webhook as deliveries need it. */
export interface Subscriber {
  readonly webhookId: string;
  readonly url: string;
  readonly secret: Uint8Array;
}

export interface WebhookPosition {
  readonly createdAt: string;
  readonly webhookId: string;
}

export interface WebhookList {
  readonly items: readonly Webhook[];
  readonly next?: WebhookPosition;
}

/** Subscriptions; signing secrets leave it for deliveries alone. */
export interface Webhooks {
  /** Undefined when the tenant has as many as it may. */
  create(tenantId: string, webhook: NewWebhook): Promise<Webhook | undefined>;
  /** Oldest first. */
  list(tenantId: string, limit: number, after?: WebhookPosition): Promise<WebhookList>;
  exists(tenantId: string, webhookId: string): Promise<boolean>;
  /** Whether there was one. */
  remove(tenantId: string, webhookId: string): Promise<boolean>;
  /** Those not disabled that want events of the type. */
  subscribers(tenantId: string, type: WebhookEvent): Promise<readonly Subscriber[]>;
  disable(tenantId: string, webhookId: string, at: Date): Promise<void>;
}

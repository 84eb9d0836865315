import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { page } from './page.ts';
import { Instant, integer, nullable, oneOf, strict, text, Uuid } from './primitives.ts';
import { WebhookEvent } from './vocabulary.ts';

const url = Type.String({ maxLength: 2000, pattern: '^https?://[A-Za-z0-9.:\\[\\]-]{1,255}(?:/[!-~]*)?$' });
const subscribed = Type.Array(WebhookEvent, { minItems: 1, maxItems: 20, uniqueItems: true });

export const CreateWebhookRequest = shape('CreateWebhookRequest', 'Where to post which events.', strict({ url, events: subscribed }));
export type CreateWebhookRequest = Static<typeof CreateWebhookRequest>;

export const Webhook = shape('Webhook', 'A subscription without its signing secret.', strict({
  webhookId: Uuid, url, events: subscribed, createdBy: text(200), createdAt: Instant, disabledAt: nullable(Instant),
}));
export type Webhook = Static<typeof Webhook>;

export const CreatedWebhook = shape('CreatedWebhook', 'A new subscription; `secret` signs its deliveries and is shown this once.', strict({
  webhook: Webhook, // As Standard Webhooks writes a key of 32 bytes.
  secret: Type.String({ pattern: '^whsec_[A-Za-z0-9+/]{43}=$' }),
}));
export type CreatedWebhook = Static<typeof CreatedWebhook>;

export const WebhookPage = page('WebhookPage', Webhook);
export type WebhookPage = Static<typeof WebhookPage>;

export const Delivery = shape('Delivery', 'One attempt to post one event. `statusCode` is null where no answer came, `error` where one came in time.', strict({
  deliveryId: text(200),
  webhookId: Uuid,
  eventId: Uuid,
  eventType: WebhookEvent,
  attempt: integer(1, 1000),
  outcome: oneOf(['delivered', 'failed']),
  statusCode: nullable(integer(100, 599)),
  error: nullable(text(1000)),
  durationMs: integer(0),
  attemptedAt: Instant,
}));
export type Delivery = Static<typeof Delivery>;

export const DeliveryPage = page('DeliveryPage', Delivery);
export type DeliveryPage = Static<typeof DeliveryPage>;

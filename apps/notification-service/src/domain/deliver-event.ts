import type { EventOf, WebhookEvent } from '@fintrack/contracts';
import type { Attempt, Deliveries, Notification } from './deliveries.ts';
import type { SendOutcome, WebhookSender } from './webhook-sender.ts';
import type { Subscriber, Webhooks } from './webhooks.ts';

export type NotifiedEvent = EventOf<WebhookEvent>;

export interface DeliverySurroundings {
  readonly webhooks: Pick<Webhooks, 'subscribers' | 'disable'>;
  readonly deliveries: Pick<Deliveries, 'attempts' | 'record'>;
  readonly sender: WebhookSender;
  readonly now: () => Date;
}

export interface DeliverySummary {
  readonly webhookCount: number;
  /** Webhooks that have not taken the event and should be tried again. */
  readonly pendingCount: number;
}

/** The subscriber says that it wants nothing more, ever (RFC 9110, Standard Webhooks). */
const GONE = 410;

/** Posts an event to each subscriber that has not taken it yet. One that fails keeps no other from its event. */
export async function deliverEvent(event: NotifiedEvent, surroundings: DeliverySurroundings): Promise<DeliverySummary> {
  const subscribers = await surroundings.webhooks.subscribers(event.tenantId, event.type);
  const settled = await Promise.allSettled(subscribers.map((subscriber) => deliverTo(subscriber, event, surroundings)));
  const broken = settled.find((result) => result.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return { webhookCount: subscribers.length, pendingCount: settled.filter((result) => result.status === 'fulfilled' && !result.value).length };
}

/** Whether nothing remains to be done for this subscriber. */
async function deliverTo(subscriber: Subscriber, event: NotifiedEvent, { webhooks, deliveries, sender, now }: DeliverySurroundings): Promise<boolean> {
  const { tenantId, id: eventId, type: eventType, occurredAt } = event;
  const { webhookId, url, secret } = subscriber;
  const notification: Notification = { tenantId, webhookId, eventId, eventType, occurredAt };
  const before = await deliveries.attempts(notification);
  if (before.some(({ isFinal }) => isFinal)) return true;
  const attemptedAt = now();
  const outcome = await sender.send({ url, secret, messageId: eventId, sentAt: attemptedAt, body: bodyOf(event) });
  const attempt = attemptOf(outcome, 1 + Math.max(0, ...before.map(({ attempt: number }) => number)), attemptedAt);
  await deliveries.record(notification, attempt);
  if (attempt.statusCode === GONE) await webhooks.disable(tenantId, webhookId, attemptedAt);
  return attempt.isFinal;
}

/** The payload that Standard Webhooks recommends: type, timestamp, data. */
function bodyOf({ id, type, tenantId, occurredAt, data }: NotifiedEvent): string {
  return JSON.stringify({ id, type, tenantId, timestamp: occurredAt, data });
}

function attemptOf(outcome: SendOutcome, attempt: number, attemptedAt: Date): Attempt {
  const { durationMs } = outcome;
  if (outcome.kind === 'failed') {
    // An address that may not be reached stays so until the subscription changes.
    const isFinal = outcome.code === 'address_not_public' || outcome.code === 'url_not_allowed';
    return { attempt, outcome: 'failed', isFinal, statusCode: null, error: outcome.code, durationMs, attemptedAt };
  }
  const { status } = outcome;
  const isDelivered = status >= 200 && status < 300;
  return { attempt, outcome: isDelivered ? 'delivered' : 'failed', isFinal: isDelivered || status === GONE, statusCode: status, error: null, durationMs, attemptedAt };
}

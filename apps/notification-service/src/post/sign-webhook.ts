import { createHmac } from 'node:crypto';

/** What is signed, as Standard Webhooks 1.0 defines it (https://www.standardwebhooks.com). */
export interface WebhookMessage {
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

const SECRET_PREFIX = 'whsec_';
export const SECRET_BYTES = 32;

/** The text shown to the subscriber once. */
export function secretText(secret: Uint8Array): string {
  return SECRET_PREFIX + Buffer.from(secret).toString('base64');
}

/** The headers that let the receiver check who sent `message` and when. */
export function signWebhook(message: WebhookMessage, secret: Uint8Array): Record<string, string> {
  const timestampSeconds = String(Math.floor(message.sentAt.getTime() / 1000));
  const signature = createHmac('sha256', secret).update(`${message.id}.${timestampSeconds}.${message.body}`).digest('base64');
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestampSeconds,
    'webhook-signature': `v1,${signature}`,
  };
}

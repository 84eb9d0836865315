import type { WebhookPosition } from '../domain/webhooks.ts';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const instant = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z`;
const webhookPattern = new RegExp(`^(${instant}) (${uuid})$`);
const deliveryPattern = new RegExp(`^${uuid}#${instant}#${uuid}#[0-9]{4}$`);

/** Positions as opaque text; `undefined` for a text that is no cursor of the list. */
export const webhookCursor = {
  encode: ({ createdAt, webhookId }: WebhookPosition): string => encode(`${createdAt} ${webhookId}`),
  decode: (cursor: string): WebhookPosition | undefined => {
    const [, createdAt, webhookId] = webhookPattern.exec(decode(cursor)) ?? [];
    return createdAt === undefined || webhookId === undefined ? undefined : { createdAt, webhookId };
  },
};

export const deliveryCursor = {
  encode,
  decode: (cursor: string): string | undefined => (deliveryPattern.test(decode(cursor)) ? decode(cursor) : undefined),
};

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function decode(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

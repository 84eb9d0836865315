import { admins, defineOperation, json, jsonBody, noContent, viewers } from '../define-operation.ts';
import { pageQuery } from '../shapes/page.ts';
import { strict, Uuid } from '../shapes/primitives.ts';
import { CreatedWebhook, CreateWebhookRequest, DeliveryPage, WebhookPage } from '../shapes/webhooks.ts';

const params = strict({ webhookId: Uuid });

export const notificationOperations = {
  listWebhooks: defineOperation({
    operationId: 'listWebhooks', method: 'get', path: '/api/webhooks', summary: 'List webhooks.', security: viewers,
    query: strict(pageQuery), responses: json(200, 'A page of webhooks, oldest first.', WebhookPage),
  }),
  createWebhook: defineOperation({
    operationId: 'createWebhook', method: 'post', path: '/api/webhooks', summary: 'Subscribe an address to events.', security: admins,
    body: jsonBody(CreateWebhookRequest), responses: json(201, 'Created; the signing secret is shown this once.', CreatedWebhook),
    errors: { 400: ['invalid_url', 'private_address'], 409: ['too_many_webhooks'] },
  }),
  deleteWebhook: defineOperation({
    operationId: 'deleteWebhook', method: 'delete', path: '/api/webhooks/{webhookId}', summary: 'End a subscription.', security: admins,
    params, responses: noContent('Ended.'), errors: { 404: ['webhook_not_found'] },
  }),
  listDeliveries: defineOperation({
    operationId: 'listDeliveries', method: 'get', path: '/api/webhooks/{webhookId}/deliveries', summary: 'List attempts to deliver, newest first.', security: viewers,
    params, query: strict(pageQuery), responses: json(200, 'A page of attempts.', DeliveryPage), errors: { 404: ['webhook_not_found'] },
  }),
} as const;

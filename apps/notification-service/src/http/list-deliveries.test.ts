import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { eventOf, type ServiceBed, startServiceBed } from '../../test/service-bed.ts';
import { startReceiver } from '../../test/receiver.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const unknown = '/api/webhooks/01a20d30-a4ce-76d1-aa69-7c0290fbb9a3/deliveries';

describe('GET /api/webhooks/{webhookId}/deliveries: 200', () => {
  it('lists every attempt, newest first, page by page', async () => {
    const receiver = await startReceiver([503]);
    const { tenantId, call } = await bed.client();
    const { webhookId } = (await call('POST', '/api/webhooks', { url: receiver.url, events: ['statement.rejected'] })).body.webhook;
    const path = `/api/webhooks/${webhookId}/deliveries`;
    expect((await call('GET', path)).body).toEqual({ items: [], nextCursor: null });
    const first = eventOf(tenantId);
    await bed.send(JSON.stringify(first));
    await receiver.until(2);
    const second = eventOf(tenantId);
    await bed.send(JSON.stringify(second));
    await receiver.until(3);
    while ((await bed.logItems(tenantId)).length < 3) await new Promise((resolve) => setTimeout(resolve, 25));
    const pages = [await call('GET', `${path}?limit=2`)];
    pages.push(await call('GET', `${path}?limit=2&cursor=${pages[0]?.body.nextCursor}`));
    const items = pages.flatMap(({ body }) => body.items);
    expect(items.map(({ eventId, attempt, outcome, statusCode }) => [eventId, attempt, outcome, statusCode])).toEqual([
      [second.id, 1, 'delivered', 204], [first.id, 2, 'delivered', 204], [first.id, 1, 'failed', 503],
    ]);
    expect(items[0]).toEqual({
      deliveryId: expect.any(String), webhookId, eventId: second.id, eventType: 'statement.rejected', attempt: 1, outcome: 'delivered', statusCode: 204, error: null,
      durationMs: expect.any(Number), attemptedAt: expect.any(String),
    });
    await receiver.stop();
  });
});

describe('GET /api/webhooks/{webhookId}/deliveries: 400', () => {
  it.each(['limit=0', 'cursor=x'])('refuses ?%s', async (query) => {
    const { call } = await bed.client();
    expect(await call('GET', `${unknown}?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('GET /api/webhooks/{webhookId}/deliveries: 404', () => {
  it('knows no webhook of that id', async () => {
    const { call } = await bed.client();
    expect(await call('GET', unknown)).toMatchObject({ status: 404, body: { code: 'webhook_not_found' } });
  });
});

describeAccess(() => bed, 'GET', unknown, { viewersMay: true });

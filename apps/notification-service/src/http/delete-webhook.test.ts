import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const unknown = '/api/webhooks/01a20d30-a4ce-76d1-aa69-7c0290fbb9a3';
const body = { url: 'http://127.0.0.1:9/', events: ['statement.rejected'] };

describe('DELETE /api/webhooks/{webhookId}: 204', () => {
  it('ends the subscription', async () => {
    const { call } = await bed.client();
    const { webhookId } = (await call('POST', '/api/webhooks', body)).body.webhook;
    expect(await call('DELETE', `/api/webhooks/${webhookId}`)).toEqual({ status: 204, body: undefined });
    expect((await call('GET', '/api/webhooks')).body.items).toEqual([]);
  });
});

describe('DELETE /api/webhooks/{webhookId}: 400', () => {
  it('refuses what is no uuid', async () => {
    const { call } = await bed.client();
    expect(await call('DELETE', '/api/webhooks/7')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('DELETE /api/webhooks/{webhookId}: 404', () => {
  it('knows no webhook of that id, nor another tenant’s', async () => {
    const { webhookId } = (await (await bed.client()).call('POST', '/api/webhooks', body)).body.webhook;
    const { call } = await bed.client();
    for (const path of [unknown, `/api/webhooks/${webhookId}`]) expect(await call('DELETE', path)).toMatchObject({ status: 404, body: { code: 'webhook_not_found' } });
  });
});

describeAccess(() => bed, 'DELETE', unknown, { viewersMay: false });

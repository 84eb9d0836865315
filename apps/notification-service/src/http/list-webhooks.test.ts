import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/webhooks';
const body = { url: 'http://127.0.0.1:9/', events: ['statement.rejected'] };

describe('GET /api/webhooks: 200', () => {
  it('lists the tenant’s own, oldest first, page by page', async () => {
    const { tenantId, call } = await bed.client();
    await (await bed.client()).call('POST', path, body);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await call('POST', path, body)).body.webhook.webhookId);
    const viewer = await bed.client({ tenantId, role: 'viewer' });
    const first = await viewer.call('GET', `${path}?limit=2`);
    const second = await viewer.call('GET', `${path}?limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items].map(({ webhookId }) => webhookId)).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
  });
});

describe('GET /api/webhooks: 400', () => {
  it.each(['limit=0', 'cursor=x'])('refuses ?%s', async (query) => {
    const { call } = await bed.client();
    expect(await call('GET', `${path}?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describeAccess(() => bed, 'GET', path, { viewersMay: true });

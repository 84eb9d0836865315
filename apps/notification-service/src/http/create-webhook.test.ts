import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';
import { inTenant } from '@fintrack/service-kit';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed({ allowPrivate: false });
});
afterAll(() => bed.stop());

const path = '/api/webhooks';
const body = { url: 'https://93.184.216.34/fintrack', events: ['reconciliation.completed'] };

describe('POST /api/webhooks: 201', () => {
  it('shows the signing secret once, and keeps it sealed', async () => {
    const { tenantId, userId, call } = await bed.client();
    const answer = await call('POST', path, body);
    expect(answer).toEqual({
      status: 201,
      body: { webhook: { webhookId: expect.any(String), ...body, createdBy: userId, createdAt: expect.any(String), disabledAt: null }, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) },
    });
    const rows = await inTenant(bed.db, tenantId, (transaction) => transaction.selectFrom('webhooks').selectAll().execute());
    const secret = Buffer.from(answer.body.secret.slice('whsec_'.length), 'base64');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sealed_secret.includes(secret)).toBe(false);
    expect(JSON.stringify((await call('GET', path)).body)).not.toContain('secret');
  });
});

describe('POST /api/webhooks: 400', () => {
  it.each([
    ['http://93.184.216.34/', 'invalid_url'],
    ['https://127.0.0.1/', 'private_address'],
    ['https://169.254.169.254/latest/meta-data', 'private_address'],
    ['https://10.0.0.8:8443/', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://localhost/', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['ftp://example.com/', 'invalid_request'],
    ['https://user:secret@example.com/', 'invalid_request'],
  ])('refuses %s as %s', async (url, code) => {
    const { call } = await bed.client();
    expect(await call('POST', path, { ...body, url })).toMatchObject({ status: 400, body: { code, errors: [{ field: '/url' }] } });
    expect((await call('GET', path)).body.items).toEqual([]);
  });

  it.each([['no events', []], ['an event nobody publishes', ['moon.full']], ['an event twice', ['statement.rejected', 'statement.rejected']]])('refuses %s', async (_what, events) => {
    const { call } = await bed.client();
    expect(await call('POST', path, { ...body, events })).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('POST /api/webhooks: 403', () => {
  it('is not for analysts', async () => {
    const { call } = await bed.client({ role: 'analyst' });
    expect(await call('POST', path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

describe('POST /api/webhooks: 409', () => {
  it('takes twenty and no more, also when they come at once', async () => {
    const { call } = await bed.client();
    const answers = await Promise.all(Array.from({ length: 22 }, () => call('POST', path, body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 20 }, () => 201), 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('too_many_webhooks');
  });
});

describeAccess(() => bed, 'POST', path, { body, viewersMay: false });

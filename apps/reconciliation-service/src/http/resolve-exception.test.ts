import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const unknown = '/api/exceptions/01a20d30-a4ce-76d1-aa69-7c0290fbb9a3/resolve';
const body = { resolution: 'Fee of the bank, booked by hand' };

async function exception() {
  const client = await bed.client();
  const { transactionIds: [transactionId = ''] } = await importEntries(bed.db, client.tenantId, 'bank', [{ amountMinor: 5, reference: 'R' }]);
  await client.call('POST', '/api/reconcile');
  return { ...client, transactionId, path: `/api/exceptions/${transactionId}/resolve` };
}

describe('POST /api/exceptions/{transactionId}/resolve: 200', () => {
  it('notes who settled it and how, and later passes leave it alone', async () => {
    const { tenantId, userId, transactionId, path, call } = await exception();
    expect(await call('POST', path, body)).toMatchObject({ status: 200, body: { transactionId, ...body, resolvedBy: userId, resolvedAt: expect.any(String) } });
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 5, reference: 'R' }]);
    expect((await call('POST', '/api/reconcile')).body).toMatchObject({ matchedCount: 0, exceptionCount: 2 });
  });
});

describe('POST /api/exceptions/{transactionId}/resolve: 400', () => {
  it.each([['no text', { resolution: '' }], ['no body', undefined], ['a text too long', { resolution: 'x'.repeat(1001) }]])('refuses %s', async (_what, refused) => {
    const { path, call } = await exception();
    expect(await call('POST', path, refused)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('POST /api/exceptions/{transactionId}/resolve: 404', () => {
  it('knows no exception of that id', async () => {
    const { call } = await bed.client();
    expect(await call('POST', unknown, body)).toMatchObject({ status: 404, body: { code: 'exception_not_found' } });
  });

  it('does not reach another tenant’s', async () => {
    const { path } = await exception();
    const { call } = await bed.client();
    expect(await call('POST', path, body)).toMatchObject({ status: 404 });
  });
});

describe('POST /api/exceptions/{transactionId}/resolve: 409', () => {
  it('keeps the first resolution', async () => {
    const { path, call } = await exception();
    const answers = await Promise.all([call('POST', path, body), call('POST', path, { resolution: 'other' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('exception_already_resolved');
  });
});

describeAccess(() => bed, 'POST', unknown, { body, viewersMay: false });

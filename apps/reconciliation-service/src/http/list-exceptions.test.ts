import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/exceptions';

describe('GET /api/exceptions: 200', () => {
  it('gives the reason and since when, oldest booking date first', async () => {
    const { tenantId, call } = await bed.client();
    const { transactionIds } = await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 1, bookingDate: '2026-11-03' }, { amountMinor: 2, bookingDate: '2026-10-03', reference: 'R' }]);
    await call('POST', '/api/reconcile');
    const { body } = await call('GET', path);
    expect(body.items.map(({ transactionId }: { transactionId: string }) => transactionId)).toEqual([transactionIds[1], transactionIds[0]]);
    expect(body.items[0]).toEqual({
      transactionId: transactionIds[1], bookingDate: '2026-10-03', sourceKind: 'bank', accountIdentifier: 'BANK-1', amount: { amountMinor: '2', currency: 'EUR' }, reference: 'R',
      counterpartyName: null, description: '', reason: 'no_counterpart', since: expect.any(String), resolvedBy: null, resolvedAt: null, resolution: null,
    });
  });

  it('keeps since when, also where a later pass finds another reason', async () => {
    const { tenantId, call } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 100, reference: 'R' }]);
    await call('POST', '/api/reconcile');
    const before = (await call('GET', path)).body.items[0];
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 90_000, reference: 'R' }]);
    await call('POST', '/api/reconcile');
    const after = (await call('GET', `${path}?sourceKind=bank`)).body.items[0];
    expect(after).toEqual({ ...before, reason: 'amount_differs' });
  });

  it('lets an exception go once its counterpart has arrived', async () => {
    const { tenantId, call } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 100, reference: 'R' }]);
    await call('POST', '/api/reconcile');
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 100, reference: 'R' }]);
    expect((await call('POST', '/api/reconcile')).body).toMatchObject({ matchedCount: 2, exceptionCount: 0 });
    expect((await call('GET', path)).body.items).toEqual([]);
  });

  it('goes through pages, each once, and filters by source and by whether it is resolved', async () => {
    const { tenantId, call } = await bed.client();
    const { transactionIds } = await importEntries(bed.db, tenantId, 'bank', Array.from({ length: 5 }, (_, index) => ({ amountMinor: index + 1 })));
    await call('POST', '/api/reconcile');
    await call('POST', `${path}/${transactionIds[0]}/resolve`, { resolution: 'written off' });
    const first = (await call('GET', `${path}?resolved=false&limit=3`)).body;
    const second = (await call('GET', `${path}?resolved=false&limit=3&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ transactionId }) => transactionId).toSorted()).toEqual(transactionIds.slice(1).toSorted());
    expect((await call('GET', `${path}?resolved=true`)).body.items).toHaveLength(1);
    expect((await call('GET', path)).body.items).toHaveLength(5);
    expect((await call('GET', `${path}?sourceKind=ledger`)).body.items).toEqual([]);
  });
});

describe('GET /api/exceptions: 400', () => {
  it.each(['resolved=maybe', 'sourceKind=casino', 'cursor=x'])('refuses ?%s', async (query) => {
    const { call } = await bed.client();
    expect(await call('GET', `${path}?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describeAccess(() => bed, 'GET', path, { viewersMay: true });

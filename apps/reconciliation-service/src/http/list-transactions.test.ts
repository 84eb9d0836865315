import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/transactions';
const idsOf = (body: { items: { transactionId: string }[] }) => body.items.map(({ transactionId }) => transactionId);

describe('GET /api/transactions: 200', () => {
  it('shows a transaction whole, unmatched until a pass has looked at it', async () => {
    const { tenantId, call } = await bed.client({ role: 'viewer' });
    const { statementId, transactionIds } = await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: -12345678901234567n, reference: 'R', counterpartyName: 'Växjö AB', description: 'd' }]);
    const { body } = await call('GET', path);
    expect(body).toEqual({
      items: [{
        transactionId: transactionIds[0], bookingDate: '2026-11-02', valueDate: null, sourceKind: 'bank', accountId: expect.any(String), accountIdentifier: 'BANK-1', statementId,
        amount: { amountMinor: '-12345678901234567', currency: 'EUR' }, reference: 'R', bankReference: null, counterpartyName: 'Växjö AB', counterpartyAccount: null,
        description: 'd', transactionCode: null, state: 'unmatched', matchId: null, exceptionReason: null, ingestedAt: expect.any(String),
      }],
      nextCursor: null,
    });
  });

  it('filters by state, and every transaction is in exactly one', async () => {
    const { tenantId, call } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 100, reference: 'A' }, { amountMinor: 250, reference: 'B' }, { amountMinor: 999 }]);
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 100, reference: 'A' }, { amountMinor: 275, reference: 'B' }]);
    await call('POST', '/api/reconcile');
    const late = await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 5 }]);
    const byState: Record<string, string[]> = {};
    for (const state of ['unmatched', 'matched', 'suggested', 'exception']) byState[state] = idsOf((await call('GET', `${path}?state=${state}`)).body);
    expect(Object.fromEntries(Object.entries(byState).map(([state, ids]) => [state, ids.length]))).toEqual({ unmatched: 1, matched: 2, suggested: 2, exception: 1 });
    expect(byState['unmatched']).toEqual(late.transactionIds);
    expect(Object.values(byState).flat().toSorted()).toEqual(idsOf((await call('GET', path)).body).toSorted());
  });

  it('goes through pages from the newest day, each transaction once, also where states and days are asked for', async () => {
    const { tenantId, call } = await bed.client();
    const entries = Array.from({ length: 9 }, (_, index) => ({ amountMinor: index + 1, bookingDate: `2026-${index % 2 === 0 ? '10' : '11'}-0${(index % 3) + 1}` }));
    await importEntries(bed.db, tenantId, 'bank', entries);
    for (const query of ['', 'from=2026-10-02&to=2026-11-02&', 'state=unmatched&']) {
      const all = (await call('GET', `${path}?${query}`)).body.items;
      const pages: { transactionId: string; bookingDate: string }[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await call('GET', `${path}?${query}limit=2${cursor && `&cursor=${cursor}`}`);
        pages.push(...body.items);
        cursor = body.nextCursor;
      }
      expect(pages).toEqual(all);
      expect(pages.map(({ bookingDate }) => bookingDate)).toEqual(pages.map(({ bookingDate }) => bookingDate).toSorted().reverse());
    }
  });

  it('filters by source, account, statement', async () => {
    const { tenantId, call } = await bed.client();
    const bank = await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 1 }]);
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 1 }]);
    const { body } = await call('GET', `${path}?sourceKind=bank`);
    expect(idsOf(body)).toEqual(bank.transactionIds);
    expect(idsOf((await call('GET', `${path}?accountId=${body.items[0].accountId}`)).body)).toEqual(bank.transactionIds);
    expect(idsOf((await call('GET', `${path}?statementId=${bank.statementId}`)).body)).toEqual(bank.transactionIds);
  });

  it('shows nothing of another tenant', async () => {
    const { tenantId } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 1 }]);
    const { call } = await bed.client();
    expect((await call('GET', path)).body.items).toEqual([]);
  });
});

describe('GET /api/transactions: 400', () => {
  it.each(['state=lost', 'from=2026-02-30', 'accountId=x', `cursor=${Buffer.from('["2026-13-01","x"]').toString('base64url')}`])('refuses ?%s', async (query) => {
    const { call } = await bed.client();
    expect(await call('GET', `${path}?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describeAccess(() => bed, 'GET', path, { viewersMay: true });

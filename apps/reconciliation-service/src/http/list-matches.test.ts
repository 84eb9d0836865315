import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { suggest } from '../../test/suggestion.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/matches';

describe('GET /api/matches: 200', () => {
  it('shows both sides, their difference (left minus right) and the days between', async () => {
    const { matchId, leftId, rightId, checker } = await suggest(bed);
    expect((await checker.call('GET', path)).body).toEqual({
      items: [{
        matchId, state: 'suggested', ruleName: 'Same reference, amount within 1.00, 10 days', difference: { amountMinor: '-25', currency: 'EUR' }, dayGap: 1,
        left: { transactionId: leftId, bookingDate: '2026-11-02', sourceKind: 'bank', accountIdentifier: 'BANK-1', amount: { amountMinor: '250', currency: 'EUR' }, reference: 'B', counterpartyName: null, description: '' },
        right: { transactionId: rightId, bookingDate: '2026-11-03', sourceKind: 'ledger', accountIdentifier: 'LEDGER-1', amount: { amountMinor: '275', currency: 'EUR' }, reference: 'B', counterpartyName: null, description: '' },
        decidedBy: null, decidedAt: null, createdAt: expect.any(String),
      }],
      nextCursor: null,
    });
  });

  it('keeps every digit of a large amount', async () => {
    const { tenantId, call } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 999999999999999999n }]);
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 999999999999999999n }]);
    await call('POST', '/api/reconcile');
    expect((await call('GET', path)).body.items[0].right.amount.amountMinor).toBe('999999999999999999');
  });

  it('goes through pages, each match once, and filters by state', async () => {
    const { tenantId, call } = await bed.client({ role: 'analyst' });
    const entries = Array.from({ length: 5 }, (_, index) => ({ amountMinor: 1000 + index, reference: `R${index}` }));
    await importEntries(bed.db, tenantId, 'bank', entries);
    await importEntries(bed.db, tenantId, 'ledger', entries);
    await call('POST', '/api/reconcile');
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await call('GET', `${path}?state=confirmed&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ matchId }: { matchId: string }) => matchId));
      cursor = body.nextCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
    expect((await call('GET', `${path}?state=suggested`)).body.items).toEqual([]);
  });
});

describe('GET /api/matches: 400', () => {
  it.each(['state=matched', 'cursor=x'])('refuses ?%s', async (query) => {
    const { call } = await bed.client();
    expect(await call('GET', `${path}?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describeAccess(() => bed, 'GET', path, { viewersMay: true });

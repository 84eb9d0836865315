import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

describe('GET /api/accounts: 200', () => {
  it('lists accounts by source and identifier, page by page', async () => {
    const { tenantId, call } = await bed.client({ role: 'viewer' });
    for (const kind of ['bank', 'ledger', 'processor'] as const) await importEntries(bed.db, tenantId, kind, []);
    const first = await call('GET', '/api/accounts?limit=2');
    const second = await call('GET', `/api/accounts?limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items].map(({ sourceKind, identifier }) => [sourceKind, identifier])).toEqual([
      ['bank', 'BANK-1'], ['ledger', 'LEDGER-1'], ['processor', 'PROCESSOR-1'],
    ]);
    expect((await call('GET', '/api/accounts?sourceKind=ledger')).body.items).toHaveLength(1);
  });
});

describe('GET /api/accounts: 400', () => {
  it('refuses an unknown source', async () => {
    const { call } = await bed.client();
    expect(await call('GET', '/api/accounts?sourceKind=casino')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describeAccess(() => bed, 'GET', '/api/accounts', { viewersMay: true });

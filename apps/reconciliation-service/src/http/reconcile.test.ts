import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const reconcile = 'POST /api/reconcile';

describe(`${reconcile}: 200`, () => {
  it('matches, suggests, and leaves the rest as exceptions', async () => {
    const { tenantId, call } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 100, reference: 'A' }, { amountMinor: 250, reference: 'B' }, { amountMinor: 999, reference: 'ONLY-BANK' }]);
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 100, reference: 'A' }, { amountMinor: 275, reference: 'B' }]);
    const { status, body } = await call('POST', '/api/reconcile');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { trigger: 'request', leftCount: 3, rightCount: 2, matchedCount: 2, suggestedCount: 2, exceptionCount: 1 },
    });
    expect(body.byRule.map(({ outcome, matchCount }: { outcome: string; matchCount: number }) => [outcome, matchCount])).toEqual([['matched', 1], ['suggested', 1]]);
  });

  it('has nothing to do for a tenant without transactions', async () => {
    const { call } = await bed.client();
    expect(await call('POST', '/api/reconcile')).toMatchObject({ status: 200, body: { leftCount: 0, rightCount: 0, matchedCount: 0, exceptionCount: 0, byRule: [] } });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '@fintrack/service-kit';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';
import { lockTenant } from '../store/tenant-lock.ts';

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

describe(`${reconcile}: 409`, () => {
  it('says that another is running when its turn does not come', async () => {
    const { tenantId, call } = await bed.client();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const other = inTenant(bed.db, tenantId, async (transaction) => {
      await lockTenant(transaction, tenantId, 'exclusive', 1000);
      await held;
    });
    expect(await call('POST', '/api/reconcile')).toMatchObject({ status: 409, body: { code: 'reconciliation_running' } });
    release();
    await other;
    expect(await call('POST', '/api/reconcile')).toMatchObject({ status: 200 });
  });
});

describeAccess(() => bed, 'POST', '/api/reconcile', { viewersMay: false });

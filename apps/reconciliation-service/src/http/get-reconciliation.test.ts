import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const unknown = '/api/reconciliations/01a20d30-a4ce-76d1-aa69-7c0290fbb9a3';

describe('GET /api/reconciliations/{reconciliationId}: 200', () => {
  it('gives the summary that the pass answered with', async () => {
    const { tenantId, call } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 7 }]);
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 7 }]);
    const { body } = await call('POST', '/api/reconcile');
    expect(await call('GET', `/api/reconciliations/${body.reconciliationId}`)).toMatchObject({ status: 200, body });
  });
});

describe('GET /api/reconciliations/{reconciliationId}: 400', () => {
  it('refuses what is no uuid', async () => {
    const { call } = await bed.client();
    expect(await call('GET', '/api/reconciliations/7')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('GET /api/reconciliations/{reconciliationId}: 404', () => {
  it('knows no reconciliation of that id', async () => {
    const { call } = await bed.client();
    expect(await call('GET', unknown)).toMatchObject({ status: 404, body: { code: 'reconciliation_not_found' } });
  });
});

describeAccess(() => bed, 'GET', unknown, { viewersMay: true });

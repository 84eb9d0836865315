import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { inTenant } from '@fintrack/service-kit';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const unknown = '/api/statements/01a20d30-a4ce-76d1-aa69-7c0290fbb9a3';

describe('GET /api/statements/{statementId}: 200', () => {
  it('says how many rows were new', async () => {
    const { tenantId, call } = await bed.client({ role: 'viewer' });
    const { statementId } = await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 1 }]);
    expect(await call('GET', `/api/statements/${statementId}`)).toMatchObject({ status: 200, body: { statementId, status: 'imported', entryCount: 1, newCount: 1, duplicateCount: 0, error: null } });
  });

  it('says why a file could not be read: line, field, and what was expected', async () => {
    const { tenantId, call } = await bed.client();
    const { statementId } = await importEntries(bed.db, tenantId, 'bank', []);
    const error = { code: 'amount_malformed', line: 3, field: 'amount (column 2)', message: "line 3: amount (column 2): expected a decimal number, got 'abc'" };
    await inTenant(bed.db, tenantId, (transaction) =>
      transaction.updateTable('statements').set({ status: 'rejected', error: JSON.stringify(error) }).where('statement_id', '=', statementId).execute());
    expect(await call('GET', `/api/statements/${statementId}`)).toMatchObject({ status: 200, body: { status: 'rejected', error } });
    expect(await call('GET', '/api/statements?status=rejected')).toMatchObject({ status: 200, body: { items: [{ statementId, error }] } });
  });
});

describe('GET /api/statements/{statementId}: 400', () => {
  it('refuses what is no uuid', async () => {
    const { call } = await bed.client();
    expect(await call('GET', '/api/statements/7')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('GET /api/statements/{statementId}: 404', () => {
  it('knows no statement of that id', async () => {
    const { call } = await bed.client();
    expect(await call('GET', unknown)).toMatchObject({ status: 404, body: { code: 'statement_not_found' } });
  });

  it('does not tell of another tenant’s', async () => {
    const { tenantId } = await bed.client();
    const { statementId } = await importEntries(bed.db, tenantId, 'bank', []);
    const { call } = await bed.client();
    expect(await call('GET', `/api/statements/${statementId}`)).toMatchObject({ status: 404 });
  });
});

describeAccess(() => bed, 'GET', unknown, { viewersMay: true });

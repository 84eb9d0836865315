import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { nextEvent } from '../../test/queues.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/transactions';
const batch = { sourceKind: 'ledger', account: '1200', transactions: [{ bookingDate: '2026-11-02', amount: { amountMinor: '-1250', currency: 'EUR' }, reference: 'INV-1' }] };

describe('POST /api/transactions: 202', () => {
  it('stores the batch as a statement of format json and has it read', async () => {
    const { tenantId, call } = await bed.client();
    const { status, body } = await call('POST', path, batch);
    expect({ status, body }).toMatchObject({ status: 202, body: { sourceKind: 'ledger', format: 'json', status: 'received' } });
    expect(JSON.parse(await bed.objectText(`${tenantId}/${body.statementId}`))).toEqual(batch);
    expect(await nextEvent(bed, 'transactions')).toMatchObject({ type: 'statement.received', data: { statementId: body.statementId } });
  });

  it('takes a thousand at once', async () => {
    const { call } = await bed.client();
    expect(await call('POST', path, { ...batch, transactions: Array.from({ length: 1000 }, () => batch.transactions[0]) })).toMatchObject({ status: 202 });
  });
});

describe('POST /api/transactions: 400', () => {
  it.each([
    ['no transactions', { ...batch, transactions: [] }, '/transactions'],
    ['more than a thousand', { ...batch, transactions: Array.from({ length: 1001 }, () => batch.transactions[0]) }, '/transactions'],
    ['an amount that is a number', { ...batch, transactions: [{ bookingDate: '2026-11-02', amount: { amountMinor: 1, currency: 'EUR' } }] }, '/transactions/0/amount/amountMinor'],
    ['a day that is none', { ...batch, transactions: [{ bookingDate: '2026-02-30', amount: { amountMinor: '1', currency: 'EUR' } }] }, '/transactions/0/bookingDate'],
  ])('refuses %s and names the field', async (_what, body, field) => {
    const { tenantId, call } = await bed.client();
    const answer = await call('POST', path, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors.map((fault: { field: string }) => fault.field)).toContain(field);
    expect(await bed.objectKeys(tenantId)).toEqual([]);
  });
});

describeAccess(() => bed, 'POST', path, { body: batch, viewersMay: false });

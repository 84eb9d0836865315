import { beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '@fintrack/service-kit';
import { readCsv } from '../../test/read-csv.ts';
import { otherTenantId, reportingServer, tenantId } from '../../test/reporting-server.ts';

const { seed, seedMatches, get, database, postgres } = reportingServer();
const path = '/api/reports/summary';
const empty = { transactionCount: 0, matchedCount: 0, suggestedCount: 0, exceptionCount: 0, resolvedCount: 0, unmatchedCount: 0 };

beforeAll(async () => {
  await seed(
    { state: 'matched', amountMinor: 500n },
    { state: 'matched', amountMinor: 600n, bookingDate: '2026-10-31' },
    { state: 'suggested', amountMinor: -100n },
    { state: 'exception', amountMinor: -70n },
    { state: 'exception', amountMinor: -30n, resolved: true },
    { state: 'unmatched', amountMinor: 1n, currency: 'USD' },
    { state: 'matched', sourceKind: 'ledger', amountMinor: 500n },
    { tenantId: otherTenantId, state: 'exception', amountMinor: 999_999n },
  );
});

describe('200', () => {
  it('counts and sums by source and currency, of the caller’s tenant alone', async () => {
    const response = await get(path);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      generatedAt: '2026-11-24T10:00:00.000Z', from: null, to: null,
      totals: { transactionCount: 7, matchedCount: 3, suggestedCount: 1, exceptionCount: 1, resolvedCount: 1, unmatchedCount: 1 },
      bySource: [
        { sourceKind: 'bank', counts: { ...empty, transactionCount: 5, matchedCount: 2, suggestedCount: 1, exceptionCount: 1, resolvedCount: 1 }, sum: { amountMinor: '900', currency: 'EUR' }, exceptionSum: { amountMinor: '-70', currency: 'EUR' } },
        { sourceKind: 'bank', counts: { ...empty, transactionCount: 1, unmatchedCount: 1 }, sum: { amountMinor: '1', currency: 'USD' }, exceptionSum: { amountMinor: '0', currency: 'USD' } },
        { sourceKind: 'ledger', counts: { ...empty, transactionCount: 1, matchedCount: 1 }, sum: { amountMinor: '500', currency: 'EUR' }, exceptionSum: { amountMinor: '0', currency: 'EUR' } },
      ],
      byRule: [],
      lastReconciliation: null,
    });
  });

  it('is bounded by booking dates, both inclusive, and by source', async () => {
    expect((await get(`${path}?from=2026-10-31&to=2026-10-31`)).json()).toMatchObject({ from: '2026-10-31', to: '2026-10-31', totals: { transactionCount: 1 } });
    expect((await get(`${path}?to=2026-11-19`)).json()).toMatchObject({ totals: { transactionCount: 1 } });
    expect((await get(`${path}?from=2026-11-20`)).json()).toMatchObject({ totals: { transactionCount: 6 } });
    expect((await get(`${path}?sourceKind=ledger`)).json()).toMatchObject({ totals: { transactionCount: 1 }, bySource: [{ sourceKind: 'ledger' }] });
    expect((await get(`${path}?from=2030-01-01`)).json()).toMatchObject({ totals: empty, bySource: [] });
  });

  it('is CSV where the caller asks for it, amounts in main units', async () => {
    for (const response of [await get(path, { accept: 'text/csv' }), await get(`${path}?format=csv`, { accept: 'application/json' })]) {
      expect(response.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="summary.csv"', vary: 'accept' });
      expect(response.body.split('\r\n')).toEqual([
        'source_kind,currency,transaction_count,matched_count,suggested_count,exception_count,resolved_count,unmatched_count,match_rate,sum,exception_sum,rule_name,confirmed_pair_count,suggested_pair_count',
        'bank,EUR,5,2,1,1,1,0,0.4000,9.00,-0.70,,,',
        'bank,USD,1,0,0,0,0,1,0.0000,0.01,0.00,,,',
        'ledger,EUR,1,1,0,0,0,0,1.0000,5.00,0.00,,,',
        '',
      ]);
    }
  });

  it('tells of the reconciliation that started last, with its rules', async () => {
    const reconciliation = (id: string, startedAt: string) => ({
      tenant_id: tenantId, reconciliation_id: id, trigger: 'request' as const, requested_by: 'Anna', started_at: startedAt, finished_at: startedAt,
      left_count: 5, right_count: 1, matched_count: 2, suggested_count: 1, exception_count: 2, duration_ms: 12,
      by_rule: JSON.stringify([{ ruleName: 'Same amount and day', outcome: 'matched', matchCount: 1 }]),
    });
    await inTenant(database().db, tenantId, (transaction) =>
      transaction.insertInto('reconciliations').values([
        reconciliation('aaaaaaaa-1111-4111-8111-111111111111', '2026-11-23T08:00:00.000Z'),
        reconciliation('bbbbbbbb-1111-4111-8111-111111111111', '2026-11-22T08:00:00.000Z'),
      ]).execute());
    expect((await get(path)).json().lastReconciliation).toEqual({
      reconciliationId: 'aaaaaaaa-1111-4111-8111-111111111111', trigger: 'request', requestedBy: 'Anna', startedAt: '2026-11-23T08:00:00.000Z', finishedAt: '2026-11-23T08:00:00.000Z',
      durationMs: 12, leftCount: 5, rightCount: 1, matchedCount: 2, suggestedCount: 1, exceptionCount: 2, byRule: [{ ruleName: 'Same amount and day', outcome: 'matched', matchCount: 1 }],
    });
    expect((await get(path, { tenant: otherTenantId })).json().lastReconciliation).toBeNull();
  });
});

describe('200, by rule', () => {
  const tenant = '44444444-4444-4444-8444-444444444444';
  const byRule = async (query = '') => (await get(path + query, { tenant })).json().byRule;

  beforeAll(async () => {
    await seedMatches(
      tenant,
      // The first pass, then a small one that found one pair, then one that found none.
      { ruleName: 'Same day', bookingDates: ['2026-10-31', '2026-11-01'], pass: 1 },
      { ruleName: 'Same day', bookingDates: ['2026-11-20', '2026-11-20'], pass: 1 },
      { ruleName: 'Same day', bookingDates: ['2026-11-20', '2026-11-20'], pass: 1, state: 'suggested' },
      { ruleName: 'Same day', bookingDates: ['2026-11-20', '2026-11-20'], pass: 1, state: 'rejected' },
      { ruleName: '=1+1', bookingDates: ['2026-11-21', '2026-11-21'], sources: ['processor', 'ledger'], pass: 2, state: 'suggested' },
    );
    await seedMatches(otherTenantId, { ruleName: 'Other', bookingDates: ['2026-11-20', '2026-11-20'], pass: 1 });
  });

  it('counts the pairs of all passes, also where the last found few, of the caller’s tenant alone', async () => {
    expect(await byRule()).toEqual([
      { ruleName: 'Same day', confirmedCount: 2, suggestedCount: 1 },
      { ruleName: '=1+1', confirmedCount: 0, suggestedCount: 1 },
    ]);
    expect((await get(path, { tenant })).json()).toMatchObject({ lastReconciliation: { byRule: [] } });
  });

  it('is bounded by the left booking date and by the source of either side', async () => {
    expect(await byRule('?to=2026-10-31')).toEqual([{ ruleName: 'Same day', confirmedCount: 1, suggestedCount: 0 }]);
    expect(await byRule('?from=2026-11-01&to=2026-11-20')).toEqual([{ ruleName: 'Same day', confirmedCount: 1, suggestedCount: 1 }]);
    expect(await byRule('?sourceKind=bank')).toEqual([{ ruleName: 'Same day', confirmedCount: 2, suggestedCount: 1 }]);
    expect(await byRule('?sourceKind=processor')).toEqual([{ ruleName: '=1+1', confirmedCount: 0, suggestedCount: 1 }]);
    expect(await byRule('?sourceKind=ledger')).toHaveLength(2);
  });

  it('follows the sources in CSV, its names run by no spreadsheet', async () => {
    const records = readCsv((await get(path, { tenant, accept: 'text/csv' })).body);
    expect(new Set(records.map(({ length }) => length))).toEqual(new Set([14]));
    expect(records.slice(-2).map((record) => record.slice(-4))).toEqual([['', 'Same day', '2', '1'], ['', `'=1+1`, '0', '1']]);
  });
});

describe('400', () => {
  it('refuses a period that ends before it begins', async () => {
    const response = await get(`${path}?from=2026-02-01&to=2026-01-31`);
    expect(response.json()).toMatchObject({ status: 400, code: 'invalid_period', detail: '`from` is after `to`.' });
  });

  it.each(['from=2026-02-30', 'to=yesterday', 'sourceKind=cash', 'format=pdf', 'until=2026-01-01'])('refuses %s', async (query) => {
    expect((await get(`${path}?${query}`)).json()).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

describe('401', () => {
  it('refuses a caller without a token', async () => {
    expect((await get(path, { role: null })).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
  });
});

describe('403', () => {
  it('refuses a role that is none of ours', async () => {
    expect((await get(path, { role: 'guest' })).json()).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('406', () => {
  it('refuses a caller that takes neither JSON nor CSV, unless the query names the format', async () => {
    expect((await get(path, { accept: 'application/pdf' })).json()).toMatchObject({ status: 406, code: 'not_acceptable' });
    expect((await get(`${path}?format=json`, { accept: 'application/pdf' })).statusCode).toBe(200);
  });
});

describe('503', () => {
  it('answers so when the database is gone', async () => {
    await postgres().stop();
    expect((await get(path)).json()).toMatchObject({ status: 503, code: 'unavailable' });
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExceptionsReport } from '@fintrack/contracts';
import { readCsv } from '../../test/read-csv.ts';
import { otherTenantId, reportingServer } from '../../test/reporting-server.ts';

const { seed, get, postgres } = reportingServer({ csvBatchRows: 2, csvRowsMax: 6 });
const path = '/api/reports/exceptions';
const id = (digit: number) => `${digit}0000000-0000-4000-8000-000000000000`;

beforeAll(async () => {
  await seed(
    { state: 'exception', transactionId: id(2), bookingDate: '2026-11-20', amountMinor: -123_456n, description: '=HYPERLINK("http://evil.example","pay")', reference: '+49 30, "x"' },
    { state: 'exception', transactionId: id(1), bookingDate: '2026-11-20', description: 'Two\r\nlines' },
    { state: 'exception', transactionId: id(3), bookingDate: '2026-11-23', sourceKind: 'ledger', currency: 'JPY', amountMinor: 5n },
    { state: 'exception', transactionId: id(4), bookingDate: '2026-01-02' },
    { state: 'exception', transactionId: id(5), bookingDate: '2026-09-15' },
    { state: 'exception', bookingDate: '2026-11-20', resolved: true },
    { state: 'matched' },
    { state: 'suggested' },
    { state: 'unmatched' },
    { tenantId: otherTenantId, state: 'exception', bookingDate: '2026-11-20' },
  );
});

const idsOf = ({ items }: ExceptionsReport) => items.map(({ exception }) => exception.transactionId);

describe('200', () => {
  it('lists open exceptions by booking date with their age, of the caller’s tenant alone', async () => {
    const report = (await get(path)).json<ExceptionsReport>();
    expect(idsOf(report)).toEqual([id(4), id(5), id(1), id(2), id(3)]);
    expect(report.items.map(({ ageDays }) => ageDays)).toEqual([326, 70, 4, 4, 1]);
    expect(report).toMatchObject({ generatedAt: '2026-11-24T10:00:00.000Z', nextCursor: null });
    expect(report.items[3]).toEqual({
      ageDays: 4,
      exception: {
        transactionId: id(2), bookingDate: '2026-11-20', sourceKind: 'bank', accountIdentifier: 'DE02120300000000202051', amount: { amountMinor: '-123456', currency: 'EUR' },
        reference: '+49 30, "x"', counterpartyName: null, description: '=HYPERLINK("http://evil.example","pay")', reason: 'no_counterpart', since: '2026-11-21T08:00:00.000Z',
        resolvedBy: null, resolvedAt: null, resolution: null,
      },
    });
  });

  it('counts all of them by age, also those on other pages', async () => {
    expect((await get(`${path}?limit=1`)).json<ExceptionsReport>().ageing).toEqual([
      { fromDays: 0, toDays: 1, exceptionCount: 1 },
      { fromDays: 2, toDays: 7, exceptionCount: 2 },
      { fromDays: 8, toDays: 30, exceptionCount: 0 },
      { fromDays: 31, toDays: 90, exceptionCount: 1 },
      { fromDays: 91, toDays: null, exceptionCount: 1 },
    ]);
  });

  it('comes in pages that together hold each exception once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: ExceptionsReport = (await get(`${path}?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)).json();
      seen.push(...idsOf(page));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([id(4), id(5), id(1), id(2), id(3)]);
  });

  it('is bounded by booking dates and source', async () => {
    const report = (await get(`${path}?from=2026-09-15&to=2026-11-20&sourceKind=bank`)).json<ExceptionsReport>();
    expect(idsOf(report)).toEqual([id(5), id(1), id(2)]);
    expect(report.ageing.map(({ exceptionCount }) => exceptionCount)).toEqual([0, 2, 0, 1, 0]);
    expect(idsOf((await get(`${path}?sourceKind=ledger`)).json())).toEqual([id(3)]);
  });

  it('is CSV with all of them, read in batches, whose text no spreadsheet runs', async () => {
    const response = await get(path, { accept: 'text/csv' });
    expect(response.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="exceptions.csv"' });
    const [header, ...records] = readCsv(response.body);
    expect(header).toEqual(['transaction_id', 'booking_date', 'age_days', 'source_kind', 'account', 'amount', 'currency', 'reason', 'since', 'reference', 'counterparty_name', 'description']);
    expect(records.map(([transactionId]) => transactionId)).toEqual([id(4), id(5), id(1), id(2), id(3)]);
    expect(records[3]).toEqual([
      id(2), '2026-11-20', '4', 'bank', 'DE02120300000000202051', '-1234.56', 'EUR', 'no_counterpart', '2026-11-21T08:00:00.000Z', `'+49 30, "x"`, '', `'=HYPERLINK("http://evil.example","pay")`,
    ]);
    expect(records[2]?.at(-1)).toBe('Two\r\nlines');
    expect(records[4]).toEqual(expect.arrayContaining(['5', 'JPY']));
  });

  it('is CSV with its header alone where there are none', async () => {
    expect(readCsv((await get(`${path}?format=csv&from=2026-12-01`)).body)).toHaveLength(1);
  });

  it('is read by more callers at once than there are connections', async () => {
    const responses = await Promise.all(Array.from({ length: 12 }, () => get(`${path}?format=csv`)));
    expect(new Set(responses.map(({ body }) => readCsv(body).length))).toEqual(new Set([6]));
  });
});

describe('400', () => {
  it('refuses a period that ends before it begins', async () => {
    expect((await get(`${path}?from=2026-02-01&to=2026-01-31`)).json()).toMatchObject({ status: 400, code: 'invalid_period' });
  });

  it('refuses a file of more rows than a spreadsheet holds, and says what to do', async () => {
    await seed(...[1, 2].map(() => ({ tenantId: otherTenantId, state: 'exception' as const })), ...Array.from({ length: 4 }, () => ({ tenantId: otherTenantId, state: 'exception' as const })));
    expect((await get(`${path}?format=csv`, { tenant: otherTenantId })).json()).toMatchObject({
      status: 400, code: 'invalid_period', detail: '7 exceptions are more than a file holds (6); narrow the period.',
    });
    expect((await get(path, { tenant: otherTenantId })).statusCode).toBe(200);
  });

  it.each(['cursor=abc', 'cursor=%20', 'limit=0', 'limit=501', 'limit=ten', 'from=2026-13-01', 'format=xml', 'page=2'])('refuses %s', async (query) => {
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
  it('refuses a caller that takes neither JSON nor CSV', async () => {
    expect((await get(path, { accept: 'text/html' })).json()).toMatchObject({ status: 406, code: 'not_acceptable' });
  });
});

describe('503', () => {
  it('answers so, also to a caller of CSV, when the database is gone', async () => {
    await postgres().stop();
    for (const query of ['', '?format=csv']) expect((await get(path + query)).json()).toMatchObject({ status: 503, code: 'unavailable' });
  });
});

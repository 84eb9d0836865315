import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { inTenant } from '@fintrack/service-kit';
import { nextEvent } from '../../test/queues.ts';
import { type ServiceBed, startServiceBed, STATEMENT_MAX_BYTES } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/statements';
const csv = 'date,amount,currency\n2026-11-02,1.00,EUR\n';
const mapping = JSON.stringify({ hasHeader: true, dateFormat: 'YYYY-MM-DD', decimalSeparator: '.', columns: { bookingDate: 'date', amount: 'amount' } });

function form(fields: Record<string, string>, file: string | Blob | null = csv, fileName = 'bank.csv'): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  if (file !== null) data.append('file', typeof file === 'string' ? new Blob([file]) : file, fileName);
  return data;
}

/** Refused uploads leave neither a row nor an object. */
async function expectNothingKept(tenantId: string) {
  expect(await bed.objectKeys(tenantId)).toEqual([]);
  const rows = await inTenant(bed.db, tenantId, (transaction) => transaction.selectFrom('statements').select('statement_id').execute());
  expect(rows).toEqual([]);
}

describe('POST /api/statements: 202', () => {
  it('stores the bytes as they came, the row, and the event for the reader', async () => {
    const { tenantId, userId, call } = await bed.client();
    const { status, body } = await call('POST', path, form({ sourceKind: 'bank', format: 'csv', mapping }, csv, '../../Kontoauszug Növ.csv'));
    expect({ status, body }).toEqual({
      status: 202,
      body: {
        statementId: expect.any(String), sourceKind: 'bank', format: 'csv', fileName: 'Kontoauszug Növ.csv', sha256: createHash('sha256').update(csv).digest('hex'),
        sizeBytes: csv.length, status: 'received', error: null, entryCount: null, newCount: null, duplicateCount: null, uploadedBy: userId,
        receivedAt: expect.any(String), finishedAt: null,
      },
    });
    const objectKey = `${tenantId}/${body.statementId}`;
    expect(await bed.objectText(objectKey)).toBe(csv);
    expect(await nextEvent(bed, 'transactions')).toMatchObject({
      type: 'statement.received', tenantId, data: { statementId: body.statementId, sourceKind: 'bank', objectKey, sizeBytes: csv.length },
    });
    const { rows } = await inTenant(bed.db, tenantId, (transaction) => sql`select mapping from statements`.execute(transaction));
    expect(rows).toEqual([{ mapping: JSON.parse(mapping) }]);
  });

  it('streams a file of many parts', async () => {
    const { tenantId, call } = await bed.client();
    const bytes = new Uint8Array(STATEMENT_MAX_BYTES).fill(97);
    const { status, body } = await call('POST', path, form({ sourceKind: 'ledger' }, new Blob([bytes])));
    expect({ status, sizeBytes: body.sizeBytes, format: body.format, sha256: body.sha256 }).toEqual({
      status: 202, sizeBytes: STATEMENT_MAX_BYTES, format: null, sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect((await bed.objectText(`${tenantId}/${body.statementId}`)).length).toBe(STATEMENT_MAX_BYTES);
  });

  it('takes the same file twice as two statements, since its rows are told apart when they are read', async () => {
    const { tenantId, call } = await bed.client();
    const first = await call('POST', path, form({ sourceKind: 'bank' }));
    const second = await call('POST', path, form({ sourceKind: 'bank' }));
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.sha256).toBe(first.body.sha256);
    expect((await bed.objectKeys(tenantId)).length).toBe(2);
  });

  it('takes an empty format as none, as a form sends it', async () => {
    const { call } = await bed.client();
    expect(await call('POST', path, form({ sourceKind: 'bank', format: '', mapping: '' }))).toMatchObject({ status: 202, body: { format: null } });
  });
});

describe('POST /api/statements: 400', () => {
  it.each([
    ['no file', form({ sourceKind: 'bank' }, null), 'file_missing'],
    ['an empty file', form({ sourceKind: 'bank' }, ''), 'file_empty'],
    ['no sourceKind', form({}), 'invalid_request'],
    ['an unknown sourceKind', form({ sourceKind: 'casino' }), 'invalid_request'],
    ['an unknown format', form({ sourceKind: 'bank', format: 'xls' }), 'invalid_request'],
    ['an unknown field', form({ sourceKind: 'bank', colour: 'red' }), 'invalid_request'],
    ['a mapping that is no JSON', form({ sourceKind: 'bank', mapping: '{' }), 'invalid_mapping'],
    ['a mapping without columns', form({ sourceKind: 'bank', mapping: '{"hasHeader":true}' }), 'invalid_mapping'],
    ['a mapping for another format', form({ sourceKind: 'bank', format: 'mt940', mapping }), 'invalid_mapping'],
    ['a field that is too long', form({ sourceKind: 'bank', mapping: 'x'.repeat(20_000) }), 'invalid_request'],
  ])('refuses %s', async (_what, body, code) => {
    const { tenantId, call } = await bed.client();
    expect(await call('POST', path, body)).toMatchObject({ status: 400, body: { code } });
    await expectNothingKept(tenantId);
  });

  it('refuses a field that comes after the file, and keeps nothing', async () => {
    const { tenantId, call } = await bed.client();
    const data = form({});
    data.append('sourceKind', 'bank');
    expect(await call('POST', path, data)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    await expectNothingKept(tenantId);
  });

  it('refuses a file under another name', async () => {
    const { call } = await bed.client();
    const data = new FormData();
    data.append('sourceKind', 'bank');
    data.append('upload', new Blob([csv]), 'a.csv');
    expect(await call('POST', path, data)).toMatchObject({ status: 400, body: { code: 'file_missing' } });
  });
});

describe('POST /api/statements: 401 and 403', () => {
  it('asks who calls', async () => {
    expect(await bed.anonymous('POST', path, form({ sourceKind: 'bank' }))).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('lets no viewer upload', async () => {
    const { call } = await bed.client({ role: 'viewer' });
    expect(await call('POST', path, form({ sourceKind: 'bank' }))).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

describe('POST /api/statements: 413', () => {
  it('refuses a larger file, and leaves no object and no begun upload', async () => {
    const { tenantId, call } = await bed.client();
    const before = await bed.openUploads();
    const { status, body } = await call('POST', path, form({ sourceKind: 'bank' }, new Blob([new Uint8Array(STATEMENT_MAX_BYTES + 1)])));
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'body_too_large' });
    await expectNothingKept(tenantId);
    expect(await bed.openUploads()).toBe(before);
  });

  it('refuses what is far too large by its announced length', async () => {
    const { call } = await bed.client();
    expect(await call('POST', path, form({ sourceKind: 'bank' }, new Blob([new Uint8Array(STATEMENT_MAX_BYTES + 1_000_000)])))).toMatchObject({ status: 413 });
  });
});

describe('POST /api/statements: 415', () => {
  it('refuses JSON', async () => {
    const { call } = await bed.client();
    expect(await call('POST', path, { sourceKind: 'bank' })).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
  });
});

describe('POST /api/statements: a caller who goes away', () => {
  it('leaves nothing of a file that broke off', async () => {
    const { tenantId, token } = await bed.client();
    const boundary = 'b';
    await new Promise<void>((resolve) => {
      const upload = request(`${bed.service.address}${path}`, {
        method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': 9_000_000 },
      });
      upload.on('error', () => undefined).on('close', resolve);
      upload.write(`--${boundary}\r\ncontent-disposition: form-data; name="sourceKind"\r\n\r\nbank\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`);
      upload.write(Buffer.alloc(8_000_000, 97), () => setTimeout(() => upload.destroy(), 200));
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expectNothingKept(tenantId);
    expect(await bed.openUploads()).toBe(0);
  });
});

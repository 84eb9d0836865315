import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/statements';
const form = () => {
  const data = new FormData();
  data.append('sourceKind', 'bank');
  data.append('file', new Blob(['x']), 'a.csv');
  return data;
};

describe('GET /api/statements: 200', () => {
  it('lists the tenant’s own, newest first, page by page, each once', async () => {
    const { call } = await bed.client();
    await (await bed.client()).call('POST', path, form());
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await call('POST', path, form())).body.statementId);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { status, body } = await call('GET', `${path}?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      seen.push(...body.items.map(({ statementId }: { statementId: string }) => statementId));
      cursor = body.nextCursor;
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(new Set(seen).size).toBe(5);
  });

  it('filters by status', async () => {
    const { tenantId, call } = await bed.client({ role: 'analyst' });
    await call('POST', path, form());
    const { statementId } = await importEntries(bed.db, tenantId, 'ledger', []);
    const { body } = await call('GET', `${path}?status=imported`);
    expect(body.items.map((item: { statementId: string }) => item.statementId)).toEqual([statementId]);
  });
});

describe('GET /api/statements: 400', () => {
  it.each(['limit=0', 'limit=501', 'cursor=abc', 'status=lost', 'colour=red'])('refuses ?%s', async (query) => {
    const { call } = await bed.client();
    expect(await call('GET', `${path}?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describeAccess(() => bed, 'GET', path, { viewersMay: true });

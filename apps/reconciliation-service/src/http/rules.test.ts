import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const path = '/api/rules';
const rule = { name: 'Same amount and day', kind: 'exact', leftKind: 'bank', rightKind: 'ledger', toleranceMinor: '0', windowDays: 0, outcome: 'matched', enabled: true };

describe('GET /api/rules: 200', () => {
  it('shows the rules every tenant starts with, as the list that could be put', async () => {
    const { call } = await bed.client({ role: 'viewer' });
    const { body } = await call('GET', path);
    expect(body.rules.length).toBeGreaterThan(3);
    expect(body.rules[0]).toMatchObject({ ruleId: null, position: 1, requireReference: true });
  });
});

describe('PUT /api/rules: 200', () => {
  it('replaces all rules, which then rule the next pass', async () => {
    const { tenantId, call } = await bed.client();
    const { status, body } = await call('PUT', path, { rules: [{ ...rule, name: 'B', outcome: 'suggested' }, { ...rule, name: 'A', enabled: false }] });
    expect({ status, names: body.rules.map(({ name, position }: { name: string; position: number }) => [position, name]) }).toEqual({ status: 200, names: [[1, 'B'], [2, 'A']] });
    expect((await call('GET', path)).body).toEqual(body);
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 7 }]);
    await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 7 }]);
    expect((await call('POST', '/api/reconcile')).body).toMatchObject({ suggestedCount: 2, byRule: [{ ruleName: 'B', outcome: 'suggested', matchCount: 1 }] });
  });

  it('takes back the list it shows', async () => {
    const { call } = await bed.client();
    const { rules } = (await call('GET', path)).body;
    const inputs = rules.map(({ ruleId: _ruleId, position: _position, ...input }: { ruleId: null; position: number }) => input);
    const { status, body } = await call('PUT', path, { rules: inputs });
    expect(status).toBe(200);
    expect(body.rules.map(({ requireReference, toleranceMinor, windowDays }: Record<string, unknown>) => [requireReference, toleranceMinor, windowDays])).toEqual(
      rules.map(({ requireReference, toleranceMinor, windowDays }: Record<string, unknown>) => [requireReference, toleranceMinor, windowDays]),
    );
  });
});

describe('PUT /api/rules: 400', () => {
  it.each([
    ['a source against itself', [{ ...rule, rightKind: 'bank' }], '/rules/0/rightKind', 'invalid_rules'],
    ['a name twice for the same sources', [rule, rule], '/rules/1/name', 'invalid_rules'],
    ['an exact rule with a window', [{ ...rule, windowDays: 2 }], '/rules/0/windowDays', 'invalid_rules'],
    ['a tolerance that the kind does not read', [{ ...rule, kind: 'date_window', toleranceMinor: '5' }], '/rules/0/toleranceMinor', 'invalid_rules'],
    ['no rules', [], '/rules', 'invalid_request'],
    ['a negative tolerance', [{ ...rule, toleranceMinor: '-1' }], '/rules/0/toleranceMinor', 'invalid_request'],
  ])('refuses %s, names the field and keeps the rules as they were', async (_what, rules, field, code) => {
    const { call } = await bed.client();
    const answer = await call('PUT', path, { rules });
    expect(answer).toMatchObject({ status: 400, body: { code, errors: expect.arrayContaining([expect.objectContaining({ field })]) } });
    expect((await call('GET', path)).body.rules[0].ruleId).toBeNull();
  });
});

describeAccess(() => bed, 'GET', path, { viewersMay: true });
describeAccess(() => bed, 'PUT', path, { body: { rules: [rule] }, viewersMay: false });

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { statesOf, suggest } from '../../test/suggestion.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const unknown = '/api/matches/01a20d30-a4ce-76d1-aa69-7c0290fbb9a3/confirm';
const pathOf = (matchId: string) => `/api/matches/${matchId}/confirm`;

describe('POST /api/matches/{matchId}/confirm: 200', () => {
  it('makes both transactions matched, and says who decided', async () => {
    const { matchId, leftId, rightId, checker } = await suggest(bed);
    expect(await checker.call('POST', pathOf(matchId))).toMatchObject({ status: 200, body: { matchId, state: 'confirmed', decidedBy: checker.userId, decidedAt: expect.any(String) } });
    const matched = { state: 'matched', reason: null, matchId };
    expect(await statesOf(checker)).toEqual({ [leftId]: matched, [rightId]: matched });
    expect((await checker.call('GET', '/api/matches?state=suggested')).body.items).toEqual([]);
  });
});

describe('POST /api/matches/{matchId}/confirm: 400', () => {
  it('refuses what is no uuid', async () => {
    const { call } = await bed.client();
    expect(await call('POST', pathOf('7'))).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('POST /api/matches/{matchId}/confirm: 403', () => {
  it('is not for who asked for the reconciliation', async () => {
    const { matchId, maker } = await suggest(bed);
    expect(await maker.call('POST', pathOf(matchId))).toMatchObject({ status: 403, body: { code: 'checker_is_maker' } });
    expect(Object.values(await statesOf(maker)).map(({ state }) => state)).toEqual(['suggested', 'suggested']);
  });
});

describe('POST /api/matches/{matchId}/confirm: 404', () => {
  it('knows no match of that id', async () => {
    const { call } = await bed.client();
    expect(await call('POST', unknown)).toMatchObject({ status: 404, body: { code: 'match_not_found' } });
  });

  it('does not reach another tenant’s', async () => {
    const { matchId } = await suggest(bed);
    const { call } = await bed.client();
    expect(await call('POST', pathOf(matchId))).toMatchObject({ status: 404 });
  });
});

describe('POST /api/matches/{matchId}/confirm: 409', () => {
  it('refuses a second decision', async () => {
    const { matchId, checker } = await suggest(bed);
    await checker.call('POST', `/api/matches/${matchId}/reject`);
    expect(await checker.call('POST', pathOf(matchId))).toMatchObject({ status: 409, body: { code: 'match_already_decided' } });
  });

  it('lets one of two decisions at once through', async () => {
    const { matchId, checker } = await suggest(bed);
    const answers = await Promise.all([checker.call('POST', pathOf(matchId)), checker.call('POST', `/api/matches/${matchId}/reject`), checker.call('POST', pathOf(matchId))]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const [match] = (await checker.call('GET', '/api/matches')).body.items;
    const expected = match.state === 'confirmed' ? ['matched', 'matched'] : ['exception', 'exception'];
    expect(Object.values(await statesOf(checker)).map(({ state }) => state)).toEqual(expected);
  });

  it('refuses a difference that the rules no longer allow', async () => {
    const { matchId, checker } = await suggest(bed);
    const rule = { name: 'Only equal', kind: 'exact', leftKind: 'bank', rightKind: 'ledger', toleranceMinor: '0', windowDays: 0, outcome: 'matched', enabled: true };
    await checker.call('PUT', '/api/rules', { rules: [rule] });
    expect(await checker.call('POST', pathOf(matchId))).toMatchObject({ status: 409, body: { code: 'out_of_tolerance' } });
  });
});

describeAccess(() => bed, 'POST', unknown, { viewersMay: false });

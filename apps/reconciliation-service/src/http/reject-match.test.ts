import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeAccess } from '../../test/describe-access.ts';
import { importEntries } from '../../test/ledger.ts';
import { statesOf, suggest } from '../../test/suggestion.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const unknown = '/api/matches/01a20d30-a4ce-76d1-aa69-7c0290fbb9a3/reject';
const pathOf = (matchId: string) => `/api/matches/${matchId}/reject`;

describe('POST /api/matches/{matchId}/reject: 200', () => {
  it('frees both transactions, and the pair is never suggested again', async () => {
    const { matchId, leftId, rightId, checker } = await suggest(bed);
    expect(await checker.call('POST', pathOf(matchId))).toMatchObject({ status: 200, body: { matchId, state: 'rejected', decidedBy: checker.userId } });
    const free = { state: 'exception', reason: 'match_rejected', matchId: null };
    expect(await statesOf(checker)).toEqual({ [leftId]: free, [rightId]: free });
    expect((await checker.call('POST', '/api/reconcile')).body).toMatchObject({ suggestedCount: 0, exceptionCount: 2, byRule: [] });
    expect(await statesOf(checker)).toEqual({ [leftId]: free, [rightId]: free });
  });

  it('leaves both free for another counterpart', async () => {
    const { matchId, leftId, checker } = await suggest(bed);
    await checker.call('POST', pathOf(matchId));
    const { transactionIds: [other = ''] } = await importEntries(bed.db, checker.tenantId, 'ledger', [{ amountMinor: 250, reference: 'B' }]);
    await checker.call('POST', '/api/reconcile');
    const states = await statesOf(checker);
    expect([states[leftId]?.state, states[other]?.state]).toEqual(['matched', 'matched']);
  });

  it('may be done by who asked for the reconciliation', async () => {
    const { matchId, maker } = await suggest(bed);
    expect(await maker.call('POST', pathOf(matchId))).toMatchObject({ status: 200 });
  });
});

describe('POST /api/matches/{matchId}/reject: 400', () => {
  it('refuses what is no uuid', async () => {
    const { call } = await bed.client();
    expect(await call('POST', pathOf('7'))).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });
});

describe('POST /api/matches/{matchId}/reject: 404', () => {
  it('knows no match of that id', async () => {
    const { call } = await bed.client();
    expect(await call('POST', unknown)).toMatchObject({ status: 404, body: { code: 'match_not_found' } });
  });
});

describe('POST /api/matches/{matchId}/reject: 409', () => {
  it('refuses a match that is confirmed', async () => {
    const { matchId, checker } = await suggest(bed);
    await checker.call('POST', `/api/matches/${matchId}/confirm`);
    expect(await checker.call('POST', pathOf(matchId))).toMatchObject({ status: 409, body: { code: 'match_already_decided' } });
  });
});

describeAccess(() => bed, 'POST', unknown, { viewersMay: false });

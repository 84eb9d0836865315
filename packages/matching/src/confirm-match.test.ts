import { describe, expect, it } from '@jest/globals';
import { confirmMatch } from './confirm-match.ts';
import type { DecidableMatch } from './suggested-match.ts';

const at = new Date('2026-11-24T10:00:00.000Z');
const checker = { id: 'user-2' };
const suggested = { matchId: 'match-1', state: 'suggested', suggestedBy: 'user-1', leftAmountMinor: -1005n, rightAmountMinor: -1000n, toleranceMinor: 5n } satisfies DecidableMatch & { matchId: string };

describe('confirmMatch', () => {
  it('confirms within the tolerance, keeps what it is given and notes who and when', () => {
    expect(confirmMatch(suggested, checker, at)).toEqual({ ok: true, value: { ...suggested, state: 'confirmed', decidedBy: 'user-2', decidedAt: at } });
  });

  it('refuses the maker as checker', () => {
    expect(confirmMatch(suggested, { id: 'user-1' }, at)).toEqual({ ok: false, error: { code: 'checker_is_maker', actorId: 'user-1' } });
  });

  it.each([[4n, -5n], [0n, -5n]])('refuses a difference above the tolerance of %s', (toleranceMinor, differenceMinor) => {
    expect(confirmMatch({ ...suggested, toleranceMinor }, checker, at)).toEqual({ ok: false, error: { code: 'out_of_tolerance', differenceMinor } });
  });

  it('confirms what the engine suggested, whoever confirms', () => {
    expect(confirmMatch({ ...suggested, suggestedBy: undefined }, checker, at).ok).toBe(true);
  });

  it.each(['confirmed', 'rejected'] as const)('refuses a match that is %s already', (state) => {
    expect(confirmMatch({ ...suggested, state }, checker, at)).toEqual({ ok: false, error: { code: 'not_suggested', state } });
  });
});

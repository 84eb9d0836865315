import { describe, expect, it } from '@jest/globals';
import { rejectMatch } from './reject-match.ts';
import type { DecidableMatch } from './suggested-match.ts';

const at = new Date('2026-11-24T10:00:00.000Z');
const suggested: DecidableMatch = { state: 'suggested', suggestedBy: 'user-1', leftAmountMinor: -2000n, rightAmountMinor: -1000n, toleranceMinor: 5n };

describe('rejectMatch', () => {
  it.each(['user-1', 'user-2'])('rejects whatever the difference and the maker (%s)', (id) => {
    expect(rejectMatch(suggested, { id }, at)).toEqual({ ok: true, value: { ...suggested, state: 'rejected', decidedBy: id, decidedAt: at } });
  });

  it.each(['confirmed', 'rejected'] as const)('refuses a match that is %s already', (state) => {
    expect(rejectMatch({ ...suggested, state }, { id: 'user-2' }, at)).toEqual({ ok: false, error: { code: 'not_suggested', state } });
  });
});

import { describe, expect, it } from '@jest/globals';
import { bestRound } from './best-round.ts';
import { type Claim, judge } from './claim.ts';
import { verdictTable } from './verdict-table.ts';

const claim: Claim = { id: 'import', ours: 'import', reference: 'bare COPY', ratioMax: 25, measure: () => Promise.reject(new Error('not measured here')) };

describe('a claim', () => {
  it.each([[2500, true], [2501, false]])('of at most 25 times, with %i ms beside 100 ms: %s', (oursMs, holds) => {
    expect(judge(claim, { oursMs, referenceMs: 100 }).holds).toBe(holds);
  });

  it('counts its round of least ratio, each beside the mean of the references around it', async () => {
    const ours = [900, 300, 500];
    const references = [100, 200, 40, 20, 100, 100];
    await expect(bestRound(3, () => ours.shift() ?? 0, () => references.shift() ?? 0)).resolves.toEqual({ oursMs: 500, referenceMs: 100 });
  });

  it('stands in the table with its numbers and whether it holds', () => {
    expect(verdictTable([judge(claim, { oursMs: 2000.4, referenceMs: 100 }), judge(claim, { oursMs: 3000, referenceMs: 100 })])).toBe(
      ['claim      takes  reference   takes  ratio  at most', 'import  2,000 ms  bare COPY  100 ms   20.0       25  holds', 'import  3,000 ms  bare COPY  100 ms   30.0       25  FAILS'].join('\n'),
    );
  });
});

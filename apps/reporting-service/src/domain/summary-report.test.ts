import { describe, expect, it } from '@jest/globals';
import { matchRate, summaryReport } from './summary-report.ts';

const at = new Date('2026-11-24T10:00:00.000Z');
const none = { transactionCount: 0, matchedCount: 0, suggestedCount: 0, exceptionCount: 0, resolvedCount: 0, unmatchedCount: 0 };

describe('summaryReport', () => {
  it('adds up by source and currency, and never sums over currencies', () => {
    const report = summaryReport(
      {
        groups: [
          { sourceKind: 'bank', currency: 'EUR', state: 'matched', count: 3, sumMinor: 300n },
          { sourceKind: 'bank', currency: 'EUR', state: 'exception', count: 1, sumMinor: -50n },
          { sourceKind: 'bank', currency: 'EUR', state: 'resolved', count: 2, sumMinor: -20n },
          { sourceKind: 'bank', currency: 'USD', state: 'suggested', count: 2, sumMinor: 7n },
          { sourceKind: 'ledger', currency: 'EUR', state: 'unmatched', count: 4, sumMinor: 99_999_999_999_999_999n },
        ],
        byRule: [{ ruleName: 'Same day', confirmedCount: 2, suggestedCount: 1 }],
        lastReconciliation: null,
      },
      { from: '2026-01-01' },
      at,
    );
    expect(report).toEqual({
      generatedAt: '2026-11-24T10:00:00.000Z',
      from: '2026-01-01',
      to: null,
      totals: { transactionCount: 12, matchedCount: 3, suggestedCount: 2, exceptionCount: 1, resolvedCount: 2, unmatchedCount: 4 },
      bySource: [
        { sourceKind: 'bank', counts: { ...none, transactionCount: 6, matchedCount: 3, exceptionCount: 1, resolvedCount: 2 }, sum: { amountMinor: '230', currency: 'EUR' }, exceptionSum: { amountMinor: '-50', currency: 'EUR' } },
        { sourceKind: 'bank', counts: { ...none, transactionCount: 2, suggestedCount: 2 }, sum: { amountMinor: '7', currency: 'USD' }, exceptionSum: { amountMinor: '0', currency: 'USD' } },
        { sourceKind: 'ledger', counts: { ...none, transactionCount: 4, unmatchedCount: 4 }, sum: { amountMinor: '99999999999999999', currency: 'EUR' }, exceptionSum: { amountMinor: '0', currency: 'EUR' } },
      ],
      byRule: [{ ruleName: 'Same day', confirmedCount: 2, suggestedCount: 1 }],
      lastReconciliation: null,
    });
  });

  it('of nothing has no sources', () => {
    expect(summaryReport({ groups: [], byRule: [], lastReconciliation: null }, {}, at)).toMatchObject({ totals: none, bySource: [] });
  });
});

describe('matchRate', () => {
  it('is the matched share, and none of nothing', () => {
    expect(matchRate({ ...none, transactionCount: 4, matchedCount: 3 })).toBe(0.75);
    expect(matchRate(none)).toBeNull();
  });
});

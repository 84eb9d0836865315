import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { Money } from './money.ts';
import { Cursor, Instant, integer, LocalDate, nullable, strict, text } from './primitives.ts';
import { ExceptionItem, Reconciliation } from './reconciliation.ts';
import { SourceKind } from './vocabulary.ts';

export const StateCounts = shape('StateCounts', 'Transactions by state, which add up to `transactionCount`. `exceptionCount` counts open exceptions, `resolvedCount` those that a person has resolved.', strict({
  transactionCount: integer(0), matchedCount: integer(0), suggestedCount: integer(0), exceptionCount: integer(0), resolvedCount: integer(0), unmatchedCount: integer(0),
}));
export type StateCounts = Static<typeof StateCounts>;

export const SourceSummary = shape('SourceSummary', 'Transactions of one source and currency; sums are signed, `exceptionSum` covers open exceptions alone.', strict({
  sourceKind: SourceKind, counts: StateCounts, sum: Money, exceptionSum: Money,
}));
export type SourceSummary = Static<typeof SourceSummary>;

export const RuleSummary = shape('RuleSummary', 'How many pairs a rule has found in all passes, by what they are now; rejected and withdrawn ones do not count.', strict({
  ruleName: text(200), confirmedCount: integer(0), suggestedCount: integer(0),
}));
export type RuleSummary = Static<typeof RuleSummary>;

export const SummaryReport = shape('SummaryReport', 'The state of reconciliation; `from` and `to` bound the booking date, both inclusive, in `byRule` that of the left transaction. Rules with most pairs come first, also those no longer in force.', strict({
  generatedAt: Instant,
  from: nullable(LocalDate),
  to: nullable(LocalDate),
  totals: StateCounts,
  bySource: Type.Array(SourceSummary, { maxItems: 1000 }),
  byRule: Type.Array(RuleSummary, { maxItems: 1000 }),
  lastReconciliation: nullable(Reconciliation),
}));
export type SummaryReport = Static<typeof SummaryReport>;

export const AgeingBucket = shape('AgeingBucket', 'Open exceptions by age in days since booking; `toDays` is inclusive and null in the last.', strict({
  fromDays: integer(0), toDays: nullable(integer(0)), exceptionCount: integer(0),
}));
export type AgeingBucket = Static<typeof AgeingBucket>;

export const ExceptionReportRow = shape('ExceptionReportRow', 'An exception with its age in days since booking.', strict({ exception: ExceptionItem, ageDays: integer(0) }));
export type ExceptionReportRow = Static<typeof ExceptionReportRow>;

export const ExceptionsReport = shape('ExceptionsReport', 'Exceptions by age, and one page of them.', strict({
  generatedAt: Instant,
  ageing: Type.Array(AgeingBucket, { maxItems: 20 }),
  items: Type.Array(ExceptionReportRow, { maxItems: 500 }),
  nextCursor: nullable(Cursor),
}));
export type ExceptionsReport = Static<typeof ExceptionsReport>;

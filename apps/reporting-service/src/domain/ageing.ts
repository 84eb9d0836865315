import type { AgeingBucket } from '@fintrack/contracts';
import type { ExceptionDay } from './reports.ts';

/** First day of each bucket; a bucket ends where the next begins. */
const bucketStarts = [0, 2, 8, 31, 91];
const dayMs = 86_400_000;

/** Whole days in UTC from the booking date to `at`; 0 for one that is still to come. */
export function ageDays(bookingDate: string, at: Date): number {
  return Math.max(0, Math.floor(at.getTime() / dayMs) - Date.parse(bookingDate) / dayMs);
}

/** Every bucket from youngest to oldest, empty ones included. */
export function ageing(days: readonly ExceptionDay[], at: Date): AgeingBucket[] {
  return bucketStarts.map((fromDays, index) => {
    const next = bucketStarts[index + 1];
    const within = days.filter(({ bookingDate }) => {
      const age = ageDays(bookingDate, at);
      return age >= fromDays && (next === undefined || age < next);
    });
    return { fromDays, toDays: next === undefined ? null : next - 1, exceptionCount: within.reduce((sum, { count }) => sum + count, 0) };
  });
}

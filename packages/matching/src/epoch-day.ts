const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;

/**
 * `YYYY-MM-DD` to days since 1970-01-01.
 * @throws RangeError when the text is no day of the calendar.
 */
export function toEpochDay(date: string): number {
  const parts = datePattern.exec(date);
  const day = parts === null ? Number.NaN : Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / dayMs;
  if (Number.isNaN(day) || fromEpochDay(day) !== date) throw new RangeError(`not a date: ${JSON.stringify(date)}`);
  return day;
}

/** Days since 1970-01-01 to `YYYY-MM-DD`. */
export function fromEpochDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

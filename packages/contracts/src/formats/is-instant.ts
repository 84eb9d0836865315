import { isDay } from './is-day.ts';

/** Whether the text is a moment as Date.toISOString writes it: UTC, three digits of milliseconds, no leap second. */
export function isInstant(text: string): boolean {
  const parts = /^(.{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.[0-9]{3}Z$/.exec(text);
  return parts !== null && isDay(parts[1] as string) && Number(parts[2]) < 24 && Number(parts[3]) < 60 && Number(parts[4]) < 60;
}

const FIRST_SECONDS = 10;
/** SQS hides a message for at most 12 hours. */
const LONGEST_SECONDS = 6 * 3600;
const FACTOR = 3;

/**
 * Seconds until the attempt after the `attempt`-th (1-based): exponential, with the half of it that
 * `fraction` (0 up to 1) spreads, so that subscribers that failed together don't return together.
 * Eight attempts span about 6 hours.
 */
export function retryDelaySeconds(attempt: number, fraction: number): number {
  const full = Math.min(FIRST_SECONDS * FACTOR ** (attempt - 1), LONGEST_SECONDS);
  return Math.round(full / 2 + (full / 2) * fraction);
}

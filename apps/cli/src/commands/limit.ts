export interface LimitOptions {
  readonly limit: number;
  readonly all?: boolean;
}

export const LIMIT_DEFAULT = 50;

/** How many rows to show at most. */
export function mostOf({ limit, all }: LimitOptions): number {
  return all === true ? Number.POSITIVE_INFINITY : limit;
}

export function moreNote(shown: number): string {
  return `\nThe first ${shown.toLocaleString('en-US')}; there are more. --limit N or --all shows them.`;
}

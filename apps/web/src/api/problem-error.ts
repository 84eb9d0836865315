import type { Problem } from '@fintrack/contracts';

/** A request that was answered by a problem (RFC 9457), or by nothing at all. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: Problem['errors'];

  constructor(status: number, code: string, message: string, faults: Problem['errors'] = undefined) {
    super(message);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.faults = faults;
  }
}

/** What went wrong, in words for the person who asked. */
export function problemText(error: unknown): string {
  if (!(error instanceof ProblemError)) return error instanceof Error ? error.message : String(error);
  const faults = (error.faults ?? []).map((fault) => `${fault.field}: expected ${fault.expected}`);
  return [error.message, ...faults].join(' ');
}

import type { FieldFault, Problem } from '@fintrack/contracts';
import { STATUS_CODES } from 'node:http';

export const problemMediaType = 'application/problem+json';
const faultsMax = 1000;

export interface ProblemExtras {
  /** For people; says nothing that the caller may not know. */
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Problem details of RFC 9457, as in the contract. */
export function problemBody(status: number, code: string, { detail, errors = [] }: ProblemExtras = {}): Problem {
  return {
    type: `urn:fintrack:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Unknown',
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors.length === 0 ? {} : { errors: errors.slice(0, faultsMax) }),
  };
}

import { isNativeError } from 'node:util/types';

/** Something the service depends on does not answer; becomes 503 `unavailable` at the HTTP edge. */
export class UnavailableError extends Error {
  readonly code = 'unavailable';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnavailableError';
  }
}

/** Node's network errors, and PostgreSQL's for a server that is full, starting or stopping (classes 53, 57P, 08). */
const codes = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|53[0-9A-Z]{3}|57P0[1-5]|08[0-9A-Z]{3})$/;

export function isUnavailable(error: unknown): boolean {
  // Not instanceof: Node's own errors come from another realm where tests run in one of their own.
  if (!isNativeError(error)) return false;
  if (error instanceof UnavailableError) return true;
  if ('code' in error && typeof error.code === 'string' && codes.test(error.code)) return true;
  // pg's pool has no code for these.
  return /^(timeout exceeded when trying to connect|Connection terminated)/.test(error.message);
}

import type { FieldFault } from '@fintrack/contracts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { plainText } from './output/plain-text.ts';

export interface CliErrorOptions {
  /** @default exitCodes.unexpected */
  readonly exitCode?: ExitCode;
  /** What the person can do about it. */
  readonly hint?: string;
  /** Fields that are not as expected. */
  readonly errors?: readonly FieldFault[];
  readonly cause?: unknown;
}

/** A failure that a person is told about in words; `code` is snake_case, that of the problem where the service named one. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly errors: readonly FieldFault[];

  constructor(code: string, message: string, { exitCode = exitCodes.unexpected, hint, errors = [], cause }: CliErrorOptions = {}) {
    super(message, { cause });
    this.name = 'CliError';
    this.code = code;
    this.exitCode = exitCode;
    this.hint = hint;
    this.errors = errors;
  }

  /** As people read it: message, each field on a line, hint. */
  toText(): string {
    const fields = this.errors.map(({ field, expected, line }) => `  ${[line === undefined ? '' : `line ${line}`, field].filter(Boolean).join(', ')}: expected ${expected}`);
    return plainText([`fintrack: ${this.message}`, ...fields, ...(this.hint === undefined ? [] : [this.hint])].join('\n'));
  }

  /** As programs read it. */
  toJson(): string {
    const { code, message, hint, errors } = this;
    return JSON.stringify({ error: { code, message, ...(hint === undefined ? {} : { hint }), ...(errors.length > 0 ? { errors } : {}) } });
  }
}

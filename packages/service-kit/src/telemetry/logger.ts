import { isNativeError } from 'node:util/types';
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { redact } from './redact.ts';
import { currentTrace } from './trace-context.ts';

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly service: string;
  /** @default 'info' */
  readonly level?: string;
  /** @default standard output */
  readonly destination?: DestinationStream;
}

/** A JSON logger, one line per entry, that adds traceId, spanId and tenantId of the running trace and hides secrets. */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (entry: object) => redact(entry) as Record<string, unknown>,
    },
    serializers: { err: describeError, error: describeError },
    mixin: () => {
      const trace = currentTrace();
      if (!trace) return {};
      return { traceId: trace.traceId, spanId: trace.spanId, ...(trace.tenantId === undefined ? {} : { tenantId: trace.tenantId }) };
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Only the known fields: errors of clients carry requests, and those carry credentials. */
function describeError(error: unknown): unknown {
  if (!isNativeError(error)) return typeof error === 'object' ? redact(error) : error;
  const { name, message, stack, cause } = error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Where the running code stands in a distributed trace, and for which tenant it works. */
export interface TraceContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits: this service's span. */
  readonly spanId: string;
  readonly sampled: boolean;
  /** Known once the caller is authenticated or the message is read. */
  tenantId?: string;
}

const storage = new AsyncLocalStorage<TraceContext>();

/** Continues the trace of a W3C `traceparent` with a span of our own; starts a trace if it is absent or malformed. */
export function continueTrace(traceparent?: string | null): TraceContext {
  const spanId = randomBytes(8).toString('hex');
  // https://www.w3.org/TR/trace-context/#traceparent-header: all-zero ids and version ff are invalid.
  const match = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:$|-)/.exec(traceparent ?? '');
  const [, traceId, flags] = match ?? [];
  if (traceId === undefined || flags === undefined) return { traceId: randomBytes(16).toString('hex'), spanId, sampled: true };
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Runs `work`, and all it awaits, in a trace. */
export function inTrace<Result>(context: TraceContext, work: () => Result): Result {
  return storage.run(context, work);
}

/** The trace of the running code; undefined outside of requests and messages. */
export function currentTrace(): TraceContext | undefined {
  return storage.getStore();
}

/** The `traceparent` to send along with a request or message; undefined outside of a trace. */
export function traceparent(context: TraceContext | undefined = currentTrace()): string | undefined {
  return context && `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;
}

/** Headers that carry the running trace to another service: `fetch(url, { headers: { ...traceHeaders() } })`. */
export function traceHeaders(): Record<string, string> {
  const value = traceparent();
  return value === undefined ? {} : { traceparent: value };
}

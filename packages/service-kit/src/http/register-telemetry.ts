import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { continueTrace, inTrace, type TraceContext, traceparent } from '../telemetry/trace-context.ts';

declare module 'fastify' {
  interface FastifyRequest {
    trace: TraceContext;
  }
}

const probes: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics']);

/** Runs each request as a span of its caller's trace, measures it and logs one line for it. */
export function registerTelemetry(fastify: FastifyInstance, logger: Logger, { httpRequestDuration }: Metrics): void {
  fastify.decorateRequest('trace');
  fastify.addHook('onRequest', (request, reply, done) => {
    const header = request.headers['traceparent'];
    request.trace = continueTrace(typeof header === 'string' ? header : undefined);
    const own = traceparent(request.trace);
    if (own !== undefined) void reply.header('traceparent', own);
    inTrace(request.trace, done);
  });
  // Reading the body goes on in events of the socket, outside of the trace.
  fastify.addHook('preValidation', (request, _reply, done) => inTrace(request.trace, done));
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    const { method } = request;
    const status = reply.statusCode;
    httpRequestDuration.observe({ route, method, status }, reply.elapsedTime / 1000);
    const entry = { method, route, status, durationMs: Math.round(reply.elapsedTime * 10) / 10 };
    inTrace(request.trace, () => (probes.has(route) ? logger.debug(entry, 'request') : logger.info(entry, 'request')));
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    inTrace(request.trace, () => logger.info({ method: request.method, route: routeOf(request) }, 'the caller went away'));
    done();
  });
}

/** The route's template, so that ids don't make a series each; as the contract writes it. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url?.replace(/:(\w+)/g, '{$1}') ?? 'unmatched';
}

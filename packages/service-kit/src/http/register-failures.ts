import type { Operation } from '@fintrack/contracts';
import type { ErrorObject } from 'ajv';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/logger.ts';
import { fieldFaults } from './field-faults.ts';
import type { ProblemExtras } from './problem.ts';
import { sendProblem } from './send-reply.ts';
import { isUnavailable } from './unavailable-error.ts';

type Failure = ProblemExtras & { readonly status: number; readonly code: string };

/** Turns everything that is no answer of a handler into problem details: unknown routes, refused requests, crashes. */
export function registerFailures(fastify: FastifyInstance, operations: readonly Operation[], logger: Logger): void {
  fastify.setErrorHandler<FastifyError>((error, _request, reply) => {
    const failure = refusal(error) ?? breakdown(error);
    if (failure.status >= 500) logger.error({ err: error }, 'a request failed');
    return sendProblem(reply, failure.status, failure.code, failure);
  });
  fastify.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = operations.filter((operation) => pathPattern(operation.path).test(path)).map(({ method }) => method.toUpperCase());
    const detail = `${request.method} ${path}`.slice(0, 300);
    if (allowed.length === 0) return sendProblem(reply, 404, 'not_found', { detail });
    const allow = [...new Set(allowed)].sort().join(', ');
    return sendProblem(reply, 405, 'method_not_allowed', { detail: `${detail}; allowed: ${allow}`, headers: { allow } });
  });
}

/** What the caller can mend; undefined if the fault is ours. */
function refusal(error: FastifyError): Failure | undefined {
  if (error.validation) {
    const where = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'request');
    return { status: 400, code: 'invalid_request', detail: `The ${where} is not as expected.`, errors: fieldFaults(error.validation as ErrorObject[]) };
  }
  switch (error.statusCode) {
    case 413:
      return { status: 413, code: 'body_too_large', detail: 'The body is larger than this operation accepts.' };
    case 415:
      return { status: 415, code: 'unsupported_media_type', detail: 'The body’s media type is not one that this operation accepts.' };
    default:
      if (error.statusCode === undefined || error.statusCode < 400 || error.statusCode >= 500) return undefined;
      return { status: error.statusCode, code: 'invalid_request', detail: error.message };
  }
}

function breakdown(error: FastifyError): Failure {
  if (isUnavailable(error) || error.code === 'FST_ERR_HANDLER_TIMEOUT') {
    return { status: 503, code: 'unavailable', detail: 'The service can’t answer at the moment.', headers: { 'retry-after': '1' } };
  }
  return { status: 500, code: 'internal_error', detail: 'The request failed unexpectedly.' };
}

function pathPattern(path: string): RegExp {
  const pattern = path.split(/\{\w+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('[^/]+');
  return new RegExp(`^${pattern}$`);
}

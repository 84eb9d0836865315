import type { Operation } from '@fintrack/contracts';
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify';
import { authenticate, type Gate } from './authenticate.ts';
import type { Principal } from '../auth/principal.ts';
import type { OperationRequest } from './operation-handler.ts';
import { responseCheck } from './response-check.ts';
import { type AnyReply, sendReply } from './send-reply.ts';
import { validatorCompiler } from './validator-compiler.ts';

export type AnyHandler = (request: OperationRequest<Operation>) => Promise<AnyReply>;

export interface RegisterOptions {
  readonly gate: Gate;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  readonly bodyLimits: Readonly<Record<string, number>>;
  readonly checkResponses: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
  }
}

/** One route per operation: authenticates, validates by the contract, calls the handler, sends its answer. */
export function registerOperations(fastify: FastifyInstance, { gate, operations, handlers, bodyLimits, checkResponses }: RegisterOptions): void {
  fastify.decorateRequest('principal', undefined);
  for (const [id, operation] of Object.entries(operations)) {
    const handle = handlers[id];
    if (!handle) throw new Error(`operation ${id} has no handler`);
    const check = checkResponses ? responseCheck(operation) : undefined;
    const bodyLimit = bodyLimits[id];
    fastify.route({
      method: operation.method.toUpperCase(),
      url: fastifyPath(operation.path),
      schema: requestSchema(operation),
      validatorCompiler,
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      // Before the body is read: who may not call does not make us parse.
      onRequest: async (request, reply) => {
        const admission = await authenticate(gate, operation.security, { authorization: request.headers.authorization, operatorKey: request.headers['x-operator-key'] });
        if ('problem' in admission) return sendReply(reply, operation, admission);
        request.principal = admission.principal;
      },
      handler: async (request, reply) => {
        const answer = await handle(operationRequest(request, operation));
        check?.(answer);
        return sendReply(reply, operation, answer);
      },
    });
  }
}

/** Typed where the handler is declared; here the values have just been authenticated and validated. */
function operationRequest(request: FastifyRequest, { body }: Operation): OperationRequest<Operation> {
  return {
    params: request.params,
    query: request.query,
    body: body?.kind === 'json' ? request.body : undefined,
    principal: request.principal,
    http: request,
  } as OperationRequest<Operation>;
}

function requestSchema({ params, query, body }: Operation): FastifySchema {
  return {
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body?.kind === 'json' ? { body: body.schema } : {}),
  };
}

/** `/api/matches/{matchId}` as `/api/matches/:matchId`. */
function fastifyPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

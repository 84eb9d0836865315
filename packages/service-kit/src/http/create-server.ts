import { everyServiceOperations, type Operation } from '@fintrack/contracts';
import { fastify as Fastify, type FastifyInstance } from 'fastify';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { TokenVerifier } from '../auth/token-verifier.ts';
import { answerClientError } from './client-error.ts';
import type { Handlers } from './operation-handler.ts';
import { type Check, checkReadiness } from './readiness.ts';
import { registerFailures } from './register-failures.ts';
import { type AnyHandler, registerOperations } from './register-operations.ts';
import { registerTelemetry } from './register-telemetry.ts';
import { sendProblem } from './send-reply.ts';

export interface ServerOptions<Operations extends Readonly<Record<string, Operation>>> {
  readonly service: string;
  readonly version: string;
  readonly config: { readonly HOST: string; readonly PORT: number };
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** `operations['<service>']` of @fintrack/contracts. */
  readonly operations: Operations;
  readonly handlers: Handlers<Operations>;
  readonly tokens: TokenVerifier;
  /** Admits operations of `security: operator`. @default none is admitted */
  readonly operatorKey?: string;
  /** What must answer for the service to be ready. */
  readonly readiness: Readonly<Record<string, Check>>;
  /** Largest JSON body in bytes by operation. @default 1 MiB */
  readonly bodyLimits?: Partial<Record<keyof Operations & string, number>>;
  /** Milliseconds for a request to arrive whole. @default 30 s; give more where files are uploaded */
  readonly requestTimeoutMs?: number;
  /** Milliseconds for a handler to answer. @default 60 s */
  readonly handlerTimeoutMs?: number;
  /** Registers Fastify plugins, for example multipart. @default nothing */
  readonly plugins?: (fastify: FastifyInstance) => Promise<void>;
  /** Whether a response that is not as the contract says becomes a 500; for tests. @default false */
  readonly checkResponses?: boolean;
}

export interface Server {
  /** For `inject` in tests. */
  readonly fastify: FastifyInstance;
  /** Binds HOST and PORT and returns the base address; port 0 takes a free one. */
  listen(): Promise<string>;
  /** Not ready from now on; refuses new connections and waits for running requests. */
  stop(): Promise<void>;
}

/** The HTTP server of a service: its operations by contract, and /health, /ready and /metrics. */
export async function createServer<const Operations extends Readonly<Record<string, Operation>>>(options: ServerOptions<Operations>): Promise<Server> {
  const { config, logger, metrics, operations } = options;
  const fastify = Fastify({
    logger: false,
    bodyLimit: 1_048_576,
    requestTimeout: options.requestTimeoutMs ?? 30_000,
    handlerTimeout: options.handlerTimeoutMs ?? 60_000,
    // Longer than the load balancer's 60 s, which else meets a connection just closed.
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, error.statusCode ?? 400, 'invalid_request', { detail: error.message }),
  });
  const state = { stopping: false };
  registerTelemetry(fastify, logger, metrics);
  registerFailures(fastify, [...Object.values(operations), ...Object.values(everyServiceOperations)], logger);
  registerJsonOnly(fastify);
  await options.plugins?.(fastify);
  fastify.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    void reply.header('x-content-type-options', 'nosniff');
    if (state.stopping) void reply.header('connection', 'close');
  });
  registerProbes(fastify, options, state);
  registerOperations(fastify, {
    gate: { tokens: options.tokens, logger, ...(options.operatorKey === undefined ? {} : { operatorKey: options.operatorKey }) },
    operations,
    handlers: options.handlers as unknown as Readonly<Record<string, AnyHandler>>,
    bodyLimits: (options.bodyLimits ?? {}) as Readonly<Record<string, number>>,
    checkResponses: options.checkResponses ?? false,
  });
  await fastify.ready();
  return {
    fastify,
    listen: async () => {
      const address = await fastify.listen({ host: config.HOST, port: config.PORT });
      logger.info({ address }, 'listening');
      return address;
    },
    stop: () => {
      state.stopping = true;
      return closeServer(fastify);
    },
  };
}

/** Close waits for every connection, and one whose last request has been answered would idle until its keep-alive ends. */
async function closeServer(fastify: FastifyInstance): Promise<void> {
  const timer = setInterval(() => fastify.server.closeIdleConnections(), 50);
  try {
    await fastify.close();
  } finally {
    clearInterval(timer);
  }
}

/** JSON alone, also where clients send the media type with an empty body. */
function registerJsonOnly(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body as string, done);
  });
}

function registerProbes<Operations extends Readonly<Record<string, Operation>>>(
  fastify: FastifyInstance,
  { service, version, metrics, readiness, logger }: ServerOptions<Operations>,
  state: { readonly stopping: boolean },
): void {
  fastify.get('/health', async () => ({ status: 'ok', service, version }));
  fastify.get('/ready', async (_request, reply) => {
    const result = await checkReadiness(readiness, logger);
    const stopping = state.stopping ? [{ name: 'process', ready: false, detail: 'stopping' }] : [];
    const ready = result.ready && !state.stopping;
    return reply.code(ready ? 200 : 503).send({ ready, checks: [...result.checks, ...stopping] });
  });
  fastify.get('/metrics', async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()));
}

import multipart from '@fastify/multipart';
import { S3Client } from '@aws-sdk/client-s3';
import { type EventOf, operations } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import {
  createLogger, createMetrics, createServer, createSqsClient, createTokenVerifier, eventDecoder, openDatabase, OutboxRelay, parseConfig, QueueConsumer, type RunningService,
} from '@fintrack/service-kit';
import { newId } from './new-id.ts';
import schema from '../config.schema.json' with { type: 'json' };
import type { PassTimings, RunPass } from './domain/run-pass.ts';
import { exceptionHandlers } from './http/exception-handlers.ts';
import { matchHandlers } from './http/match-handlers.ts';
import { reconciliationHandlers } from './http/reconciliation-handlers.ts';
import { ruleHandlers } from './http/rule-handlers.ts';
import { statementHandlers } from './http/statement-handlers.ts';
import { transactionHandlers } from './http/transaction-handlers.ts';
import { matchIngested } from './queue/match-ingested.ts';
import { PassThread } from './pass/pass-thread.ts';
import { PostgresExceptions } from './store/postgres-exceptions.ts';
import { PostgresMatches } from './store/postgres-matches.ts';
import { PostgresReconciliations } from './store/postgres-reconciliations.ts';
import { PostgresRules } from './store/postgres-rules.ts';
import { PostgresStatements } from './store/postgres-statements.ts';
import { PostgresTransactions } from './store/postgres-transactions.ts';
import { S3StatementFiles } from './store/s3-statement-files.ts';

const SERVICE = 'reconciliation-service';
const VERSION = '0.0.0';
/** A statement of the largest size over a slow line. */
const UPLOAD_TIMEOUT_MS = 600_000;

export type Step = 'after_receive' | 'in_match' | 'before_commit' | 'before_delete';

export interface StartOptions {
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** For tests that end the process at a step of a message's way. @default nothing */
  readonly onStep?: (step: Step) => void | Promise<void>;
  /** Told of each pass's time by part. @default they are logged alone */
  readonly onTimings?: (timings: PassTimings) => void;
  /** Whether answers are checked by contract; for tests. @default false */
  readonly checkResponses?: boolean;
}

export interface ReconciliationService extends RunningService {
  /** Base address of the HTTP server. */
  readonly address: string;
}

/** Starts the service: HTTP, the consumer of `matches` and the outbox relay. */
export async function start({ environment = process.env, onStep, onTimings, checkResponses = false }: StartOptions = {}): Promise<ReconciliationService> {
  const config = parseConfig(schema, environment);
  const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL });
  const metrics = createMetrics(SERVICE);
  const database = openDatabase<Database>({ config, service: SERVICE, metrics, logger });
  const { db } = database;
  const sqs = createSqsClient();
  const s3 = new S3Client({ forcePathStyle: true });
  const now = () => new Date();

  const relay = new OutboxRelay({
    db, sqs, logger, metrics,
    queueUrls: { 'statement.received': [config.TRANSACTIONS_QUEUE_URL], 'reconciliation.completed': [config.NOTIFICATIONS_QUEUE_URL] },
  });
  const nudge = () => relay.nudge();
  const passes = new PassThread({ config, onTimings: (timings) => onTimings?.(timings), ...(onStep === undefined ? {} : { onStep }) });
  const runPass: RunPass = (request) => passes.run(request);
  const statements = new PostgresStatements(db);
  const server = await createServer({
    service: SERVICE,
    version: VERSION,
    config, logger, metrics, checkResponses,
    operations: operations[SERVICE],
    handlers: {
      ...statementHandlers({
        files: new S3StatementFiles(s3, config.STATEMENTS_BUCKET), statements, sizeBytesMax: config.STATEMENT_MAX_BYTES, now, newId, onReceived: nudge,
      }),
      ...transactionHandlers(new PostgresTransactions(db)),
      ...ruleHandlers(new PostgresRules(db)),
      ...reconciliationHandlers({ reconciliations: new PostgresReconciliations(db), runPass, onCompleted: nudge }),
      ...matchHandlers(new PostgresMatches(db), now),
      ...exceptionHandlers(new PostgresExceptions(db), now),
    },
    tokens: createTokenVerifier({ keys: new URL(config.AUTH_JWKS_URL), issuer: config.AUTH_ISSUER }),
    readiness: { database: () => database.ping() },
    requestTimeoutMs: UPLOAD_TIMEOUT_MS,
    handlerTimeoutMs: UPLOAD_TIMEOUT_MS,
    plugins: async (fastify) => void (await fastify.register(multipart)),
  });
  const consumer = new QueueConsumer<EventOf<'transaction.ingested'>>({
    queue: 'matches',
    queueUrl: config.MATCHES_QUEUE_URL,
    sqs, logger, metrics,
    decode: eventDecoder('transaction.ingested'),
    handle: (event, delivery) => matchIngested(event, delivery, { runPass, statements, onCompleted: nudge }),
    // Most of them wait for their turn; passes at once are limited elsewhere.
    concurrency: 16,
    graceMs: config.SHUTDOWN_GRACE_MS,
    ...(onStep === undefined ? {} : { onStep: (step) => (step === 'received' ? onStep('after_receive') : step === 'before_delete' ? onStep('before_delete') : undefined) }),
  });
  const address = await server.listen();
  relay.start();
  passes.start();
  consumer.start();
  return {
    address,
    logger,
    graceMs: config.SHUTDOWN_GRACE_MS,
    stop: [[server, consumer], [passes, relay], [database, { stop: async () => [sqs, s3].forEach((client) => client.destroy()) }]],
  };
}

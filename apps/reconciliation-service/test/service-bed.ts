import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type BackingServices, startBackingServices } from '@fintrack/backing-services';
import type { Role } from '@fintrack/contracts';
import { type Database, prepareDatabase } from '@fintrack/database';
import { createLogger, createMetrics, openDatabase, type OpenDatabase } from '@fintrack/service-kit';
import type { Kysely } from 'kysely';
import { v7 as newId } from 'uuid';
import { type ReconciliationService, start, type StartOptions } from '../src/index.ts';
import { startAccessTokens } from './access-tokens.ts';
import { createTenant } from './ledger.ts';

export const STATEMENT_MAX_BYTES = 12_000_000;

export interface Client {
  readonly tenantId: string;
  readonly userId: string;
  readonly token: string;
  /** Sends JSON, or a form; reads JSON. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: any; headers: Headers }>; // eslint-disable-line @typescript-eslint/no-explicit-any -- checked by contract on the server
}

export interface ServiceBed {
  readonly service: ReconciliationService;
  readonly db: Kysely<Database>;
  readonly backing: BackingServices;
  readonly environment: Readonly<Record<string, string>>;
  readonly s3: S3Client;
  /** A caller of a new tenant, or of `tenantId`. */
  readonly client: (options?: { tenantId?: string; role?: Role; userId?: string }) => Promise<Client>;
  readonly anonymous: Client['call'];
  readonly objectKeys: (tenantId: string) => Promise<readonly string[]>;
  readonly objectText: (key: string) => Promise<string>;
  readonly openUploads: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

const queues = ['transactions', 'matches', 'notifications'];
const bucket = 'statements';

/** The service on a PostgreSQL, SQS and S3 of its own, with every answer checked by contract. */
export async function startServiceBed(options: Omit<StartOptions, 'environment'> = {}): Promise<ServiceBed> {
  const backing = await startBackingServices({
    redis: false, durable: false,
    aws: { buckets: [bucket], queues: queues.map((name) => ({ name, deadLetterName: `${name}-dead-letter`, visibilitySeconds: 10, attemptsMax: 3 })) },
  });
  const tokens = await startAccessTokens();
  const appPassword = 'app';
  await prepareDatabase(backing.postgres, { appPassword });
  Object.assign(process.env, backing.aws.environment);
  const environment = {
    HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', SHUTDOWN_GRACE_MS: '5000', AWS_REGION: 'us-east-1',
    DB_HOST: backing.postgres.host, DB_PORT: String(backing.postgres.port), DB_PASSWORD: appPassword, DB_TLS: 'false',
    AUTH_JWKS_URL: tokens.jwksUrl, AUTH_ISSUER: tokens.issuer,
    TRANSACTIONS_QUEUE_URL: backing.aws.queueUrl('transactions'), MATCHES_QUEUE_URL: backing.aws.queueUrl('matches'), NOTIFICATIONS_QUEUE_URL: backing.aws.queueUrl('notifications'),
    STATEMENTS_BUCKET: bucket, STATEMENT_MAX_BYTES: String(STATEMENT_MAX_BYTES),
  };
  const service = await start({ ...options, environment, checkResponses: true });
  const database = openTestDatabase(environment);
  const s3 = new S3Client({ forcePathStyle: true });
  const callAs = (token: string | undefined): Client['call'] => (method, path, body) => send(`${service.address}${path}`, method, token, body);
  return {
    service, backing, environment, s3,
    db: database.db,
    anonymous: callAs(undefined),
    client: async ({ tenantId, role = 'analyst', userId = newId() } = {}) => {
      const tenant = tenantId ?? (await createTenant(database.db));
      const token = tokens.tokenOf({ tenantId: tenant, userId, role });
      return { tenantId: tenant, userId, token, call: callAs(token) };
    },
    objectKeys: async (tenantId) => ((await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: tenantId }))).Contents ?? []).map(({ Key }) => Key as string),
    objectText: async (key) => (await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToString()) ?? '',
    openUploads: async () => ((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? []).length,
    stop: async () => {
      for (const phase of service.stop) await Promise.all(phase.map((member) => member.stop()));
      s3.destroy();
      await database.stop();
      await tokens.stop();
      await backing.stop();
    },
  };
}

function openTestDatabase(environment: { DB_HOST: string; DB_PORT: string; DB_PASSWORD: string; AWS_REGION: string }): OpenDatabase<Database> {
  const config = {
    AWS_REGION: environment.AWS_REGION, DB_HOST: environment.DB_HOST, DB_PORT: Number(environment.DB_PORT), DB_NAME: 'fintrack', DB_USER: 'fintrack_app',
    DB_PASSWORD: environment.DB_PASSWORD, DB_TLS: false, DB_POOL_MAX: 4, DB_STATEMENT_TIMEOUT_MS: 60_000,
  };
  return openDatabase<Database>({ config, service: 'test', metrics: createMetrics('test'), logger: createLogger({ service: 'test', level: 'error' }) });
}

async function send(url: string, method: string, token: string | undefined, body: unknown) {
  const isForm = body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { iamToken } from './iam-token.ts';
import { observePool } from './observe-pool.ts';
import { typeParsers } from './type-parsers.ts';

/** The catalog's `databaseKeys`. */
export interface DatabaseConfig {
  readonly AWS_REGION: string;
  readonly DB_HOST: string;
  readonly DB_PORT: number;
  readonly DB_NAME: string;
  readonly DB_USER: string;
  readonly DB_PASSWORD?: string;
  readonly DB_TLS: boolean;
  readonly DB_POOL_MAX: number;
  readonly DB_STATEMENT_TIMEOUT_MS: number;
}

export interface OpenDatabaseOptions {
  readonly config: DatabaseConfig;
  /** Shown as application_name in pg_stat_activity. */
  readonly service: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export interface OpenDatabase<Tables> {
  readonly db: Kysely<Tables>;
  /** Rejects when PostgreSQL does not answer; for readiness. */
  ping(): Promise<void>;
  /** Waits for running transactions, then closes every connection. */
  stop(): Promise<void>;
}

const connectionTimeoutMs = 5_000;
const idleTimeoutMs = 30_000;

/** Opens a pool of connections; connects at the first query. `Tables` is `Database` of @fintrack/database. */
export function openDatabase<Tables>({ config, service, metrics, logger }: OpenDatabaseOptions): OpenDatabase<Tables> {
  const pool = new pg.Pool({
    host: config.DB_HOST,
    port: config.DB_PORT,
    database: config.DB_NAME,
    user: config.DB_USER,
    password: config.DB_PASSWORD ?? iamToken(config),
    // RDS's authority comes into the image by NODE_EXTRA_CA_CERTS.
    ssl: config.DB_TLS ? { rejectUnauthorized: true } : false,
    max: config.DB_POOL_MAX,
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    statement_timeout: config.DB_STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: config.DB_STATEMENT_TIMEOUT_MS,
    application_name: service,
    options: '-c search_path=fintrack',
    keepAlive: true,
    types: typeParsers,
  });
  // An idle connection that PostgreSQL ends must not end the process; the pool replaces it.
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection was lost'));
  observePool(pool, config.DB_POOL_MAX, metrics);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    ping: async () => void (await pool.query('select 1')),
    stop: () => db.destroy(),
  };
}

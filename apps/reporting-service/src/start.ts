import { operations } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { createLogger, createMetrics, createServer, createTokenVerifier, openDatabase, parseConfig, type RunningService } from '@fintrack/service-kit';
import schema from '../config.schema.json' with { type: 'json' };
import { reportHandlers } from './http/report-handlers.ts';
import { PostgresReports } from './store/postgres-reports.ts';

const SERVICE = 'reporting-service';
const VERSION = '0.0.0';

export interface ReportingService extends RunningService {
  /** Base address of the HTTP server. */
  readonly address: string;
}

/** Starts the service: HTTP over reads of PostgreSQL. */
export async function start(environment: Readonly<Record<string, string | undefined>> = process.env): Promise<ReportingService> {
  const config = parseConfig(schema, environment);
  const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL });
  const metrics = createMetrics(SERVICE);
  const database = openDatabase<Database>({ config, service: SERVICE, metrics, logger });
  const server = await createServer({
    service: SERVICE,
    version: VERSION,
    config, logger, metrics,
    operations: operations[SERVICE],
    handlers: reportHandlers({ reports: new PostgresReports(database.db), now: () => new Date() }),
    tokens: createTokenVerifier({ keys: new URL(config.AUTH_JWKS_URL), issuer: config.AUTH_ISSUER }),
    readiness: { database: () => database.ping() },
  });
  const address = await server.listen();
  return { address, logger, graceMs: config.SHUTDOWN_GRACE_MS, stop: [[server], [database]] };
}

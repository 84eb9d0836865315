import { randomUUID } from 'node:crypto';
import { type RunningPostgres, startPostgres } from '@fintrack/backing-services';
import { operations, type Role, type SourceKind } from '@fintrack/contracts';
import { type Database, prepareDatabase } from '@fintrack/database';
import { createLogger, createMetrics, createServer, inTenant, openDatabase, type OpenDatabase, type Server, type TokenVerifier } from '@fintrack/service-kit';
import { afterAll, beforeAll } from '@jest/globals';
import { sql } from 'kysely';
import { reportHandlers, type ReportHandlersOptions } from '../src/http/report-handlers.ts';
import { PostgresReports } from '../src/store/postgres-reports.ts';

/** The clock of the server under test. */
const today = new Date('2026-11-24T10:00:00.000Z');
export const tenantId = '11111111-1111-4111-8111-111111111111';
export const otherTenantId = '22222222-2222-4222-8222-222222222222';
const accountId = '33333333-3333-4333-8333-333333333333';

export interface Seed {
  readonly tenantId?: string;
  readonly sourceKind?: SourceKind;
  readonly bookingDate?: string;
  readonly amountMinor?: bigint;
  readonly currency?: string;
  readonly state?: 'unmatched' | 'matched' | 'suggested' | 'exception';
  readonly resolved?: boolean;
  readonly description?: string;
  readonly reference?: string | null;
  readonly transactionId?: string;
}

/** Bearer tokens of the form `<role>.<tenant id>`, so that tests need no signing key. */
const tokens: TokenVerifier = {
  verify: async (token) => {
    const [role, tenant] = token.split('.') as [Role, string];
    return tenant === undefined ? { code: 'invalid_token', reason: 'malformed' } : { principal: { tenantId: tenant, userId: randomUUID(), role, name: 'Vera' } };
  },
};

/** The service's HTTP server on a PostgreSQL of the calling test file. */
export function reportingServer(options: Partial<ReportHandlersOptions> = {}) {
  let postgres: RunningPostgres;
  let database: OpenDatabase<Database>;
  let server: Server;

  beforeAll(async () => {
    postgres = await startPostgres({ durable: false });
    const { appUrl } = await prepareDatabase(postgres);
    const { hostname, port, username, password } = new URL(appUrl);
    const logger = createLogger({ service: 'reporting-service', destination: { write: () => undefined } });
    const metrics = createMetrics('reporting-service');
    database = openDatabase<Database>({
      config: { AWS_REGION: 'eu-west-1', DB_HOST: hostname, DB_PORT: Number(port), DB_NAME: 'fintrack', DB_USER: username, DB_PASSWORD: password, DB_TLS: false, DB_POOL_MAX: 4, DB_STATEMENT_TIMEOUT_MS: 10_000 },
      service: 'reporting-service', metrics, logger,
    });
    server = await createServer({
      service: 'reporting-service', version: '0.0.0', config: { HOST: '127.0.0.1', PORT: 0 }, logger, metrics,
      operations: operations['reporting-service'], tokens, readiness: {}, checkResponses: true,
      handlers: reportHandlers({ reports: new PostgresReports(database.db), now: () => today, ...options }),
    });
    for (const [tenant, slug] of [[tenantId, 'acme'], [otherTenantId, 'other']] as const) {
      await inTenant(database.db, tenant, async (transaction) => {
        await transaction.insertInto('tenants').values({ tenant_id: tenant, slug, name: slug }).execute();
        await transaction.insertInto('accounts').values({ tenant_id: tenant, account_id: accountId, source_kind: 'bank', identifier: 'DE02120300000000202051', currency: 'EUR' }).execute();
      });
    }
    await sql`select ensure_transaction_partitions('2026-01-01', '2026-12-31')`.execute(database.db);
  });
  afterAll(async () => {
    await server.stop();
    await database.stop();
    await postgres.stop();
  });

  async function seed(...seeds: Seed[]): Promise<string[]> {
    const ids: string[] = [];
    for (const one of seeds) ids.push(await insert(database, one));
    return ids;
  }
  function get(path: string, { role = 'viewer', tenant = tenantId, accept }: { role?: string | null; tenant?: string; accept?: string } = {}) {
    return server.fastify.inject({
      method: 'GET', url: path,
      headers: { ...(role === null ? {} : { authorization: `Bearer ${role}.${tenant}` }), ...(accept === undefined ? {} : { accept }) },
    });
  }
  return { seed, get, database: () => database, postgres: () => postgres };
}

async function insert({ db }: OpenDatabase<Database>, seed: Seed): Promise<string> {
  const { tenantId: tenant = tenantId, sourceKind = 'bank', bookingDate = '2026-11-20', amountMinor = 1000n, currency = 'EUR', state = 'unmatched', description = 'Invoice', reference = null } = seed;
  const { transactionId = randomUUID() } = seed;
  await inTenant(db, tenant, async (transaction) => {
    await transaction.insertInto('transactions').values({
      tenant_id: tenant, transaction_id: transactionId, account_id: accountId, statement_id: randomUUID(), amount_minor: amountMinor, booking_date: bookingDate,
      occurrence: 1, source_kind: sourceKind, currency, fingerprint: Buffer.alloc(32), description, reference,
    }).execute();
    if (state === 'unmatched') return;
    const resolution = seed.resolved ? { resolved_by: 'Anna', resolved_at: today, resolution: 'written off' } : {};
    await transaction.insertInto('transaction_states').values({
      tenant_id: tenant, transaction_id: transactionId, booking_date: bookingDate, state, reconciliation_id: randomUUID(), updated_at: '2026-11-21T08:00:00.000Z',
      match_id: state === 'exception' ? null : randomUUID(), reason: state === 'exception' ? 'no_counterpart' : null, ...resolution,
    }).execute();
  });
  return transactionId;
}

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
  /** @default one of its own */
  readonly matchId?: string;
}

export interface MatchSeed {
  readonly ruleName: string;
  /** Left and right. */
  readonly bookingDates: readonly [string, string];
  /** @default bank and ledger */
  readonly sources?: readonly [SourceKind, SourceKind];
  /** Its number; the tenant's last pass, which finds nothing, is the one after the highest. */
  readonly pass: number;
  /** @default confirmed */
  readonly state?: 'confirmed' | 'suggested' | 'rejected';
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
      await insertTenant(database, tenant, slug);
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
  /** Stores the pairs with their passes and one last pass that found nothing. */
  async function seedMatches(tenant: string, ...seeds: MatchSeed[]): Promise<void> {
    await insertTenant(database, tenant, `t-${tenant.slice(0, 8)}`);
    for (const one of seeds) await insertMatch(database, tenant, one);
    const passes = Math.max(...seeds.map(({ pass }) => pass)) + 1;
    for (let pass = 1; pass <= passes; pass += 1) {
      const byRule = seeds.filter((one) => one.pass === pass).map(({ ruleName }) => ({ ruleName, outcome: 'matched', matchCount: 1 }));
      await insertPass(database, tenant, pass, byRule);
    }
  }
  function get(path: string, { role = 'viewer', tenant = tenantId, accept }: { role?: string | null; tenant?: string; accept?: string } = {}) {
    return server.fastify.inject({
      method: 'GET', url: path,
      headers: { ...(role === null ? {} : { authorization: `Bearer ${role}.${tenant}` }), ...(accept === undefined ? {} : { accept }) },
    });
  }
  return { seed, seedMatches, get, database: () => database, postgres: () => postgres };
}

async function insertTenant({ db }: OpenDatabase<Database>, tenant: string, slug: string): Promise<void> {
  await inTenant(db, tenant, async (transaction) => {
    await transaction.insertInto('tenants').values({ tenant_id: tenant, slug, name: slug }).onConflict((conflict) => conflict.doNothing()).execute();
    await transaction.insertInto('accounts').values({ tenant_id: tenant, account_id: accountId, source_kind: 'bank', identifier: 'DE02120300000000202051', currency: 'EUR' })
      .onConflict((conflict) => conflict.doNothing()).execute();
  });
}

const passId = (pass: number) => `aaaaaaaa-0000-4000-8000-${String(pass).padStart(12, '0')}`;

async function insertPass({ db }: OpenDatabase<Database>, tenant: string, pass: number, byRule: readonly object[]): Promise<void> {
  const at = `2026-11-22T08:0${pass}:00.000Z`;
  await inTenant(db, tenant, (transaction) =>
    transaction.insertInto('reconciliations').values({
      tenant_id: tenant, reconciliation_id: passId(pass), trigger: 'ingest', requested_by: null, started_at: at, finished_at: at, left_count: 0, right_count: 0,
      matched_count: 0, suggested_count: 0, exception_count: 0, duration_ms: 1, by_rule: JSON.stringify(byRule),
    }).execute());
}

async function insertMatch(database: OpenDatabase<Database>, tenant: string, { ruleName, bookingDates, sources = ['bank', 'ledger'], pass, state = 'confirmed' }: MatchSeed): Promise<void> {
  const matchId = randomUUID();
  const sideState = ({ confirmed: 'matched', suggested: 'suggested', rejected: 'exception' } as const)[state];
  const side = (index: 0 | 1) => insert(database, { tenantId: tenant, sourceKind: sources[index], bookingDate: bookingDates[index], state: sideState, matchId });
  const [left, right] = [await side(0), await side(1)];
  await inTenant(database.db, tenant, (transaction) =>
    transaction.insertInto('matches').values({
      tenant_id: tenant, match_id: matchId, reconciliation_id: passId(pass), rule_id: null, left_transaction_id: left, right_transaction_id: right, difference_minor: 0n,
      left_booking_date: bookingDates[0], right_booking_date: bookingDates[1], day_gap: 0, state, rule_name: ruleName,
    }).execute());
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
      match_id: state === 'exception' ? null : seed.matchId ?? randomUUID(), reason: state === 'exception' ? 'no_counterpart' : null, ...resolution,
    }).execute();
  });
  return transactionId;
}

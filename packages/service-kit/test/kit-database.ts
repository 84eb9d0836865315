import { type RunningPostgres, startPostgres } from '@fintrack/backing-services';
import pg from 'pg';
import { Writable } from 'node:stream';
import { createLogger } from '../src/telemetry/logger.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { type DatabaseConfig, openDatabase, type OpenDatabase } from '../src/database/open-database.ts';

/** What the kit needs of a database: tenants' rows behind row-level security and an outbox. */
const schema = `
  create role fintrack_app login password 'app' nosuperuser nobypassrls;
  create schema fintrack;
  grant usage on schema fintrack to fintrack_app;
  create table fintrack.notes (tenant_id uuid not null, text text not null, amount_minor int8, day date);
  create table fintrack.outbox (
    tenant_id uuid not null, event_id uuid not null primary key, type text not null, payload jsonb not null, traceparent text, created_at timestamptz not null default now());
  create function fintrack.tenants_with_pending_outbox(tenants_max int) returns setof uuid language sql stable security definer
    as 'select distinct tenant_id from fintrack.outbox limit tenants_max';
  do $$ declare name text; begin
    foreach name in array array['notes', 'outbox'] loop
      execute format('alter table fintrack.%I enable row level security', name);
      execute format('create policy tenant on fintrack.%I using (tenant_id = nullif(current_setting(''fintrack.tenant_id'', true), '''')::uuid)', name);
      execute format('grant select, insert, update, delete on fintrack.%I to fintrack_app', name);
    end loop;
  end $$;`;

export interface KitTables {
  notes: { tenant_id: string; text: string; amount_minor: bigint | null; day: string | null };
  outbox: { tenant_id: string; event_id: string; type: string; payload: unknown; traceparent: string | null };
}

export interface KitDatabase extends OpenDatabase<KitTables> {
  readonly postgres: RunningPostgres;
  readonly config: DatabaseConfig;
  /** Log lines of the pool, parsed. */
  readonly entries: readonly Record<string, unknown>[];
  readonly metrics: ReturnType<typeof createMetrics>;
  /** As the superuser: sees all tenants. */
  asAdmin<Row>(query: string): Promise<Row[]>;
}

export async function startKitDatabase({ statementTimeoutMs = 5_000 } = {}): Promise<KitDatabase> {
  const postgres = await startPostgres({ durable: false });
  const asAdmin = async <Row>(query: string) => {
    const client = new pg.Client({ host: postgres.host, port: postgres.port, user: postgres.user, password: postgres.password, database: 'postgres' });
    await client.connect();
    const result = await client.query<Row & pg.QueryResultRow>(query);
    await client.end();
    return result.rows;
  };
  await asAdmin(schema);
  const { logger, entries } = recordingLogger();
  const metrics = createMetrics('kit');
  const config = {
    AWS_REGION: 'eu-west-1', DB_HOST: postgres.host, DB_PORT: postgres.port, DB_NAME: 'postgres', DB_USER: 'fintrack_app', DB_PASSWORD: 'app', DB_TLS: false,
    DB_POOL_MAX: 3, DB_STATEMENT_TIMEOUT_MS: statementTimeoutMs,
  };
  const database = openDatabase<KitTables>({ config, service: 'kit', metrics, logger });
  const stop = async () => {
    await database.stop();
    await postgres.stop();
  };
  return { ...database, config, postgres, entries, metrics, asAdmin, stop };
}

/** A logger whose lines the test can read. */
export function recordingLogger() {
  const entries: Record<string, unknown>[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      entries.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { logger: createLogger({ service: 'kit', level: 'debug', destination }), entries };
}

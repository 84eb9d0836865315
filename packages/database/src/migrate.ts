import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

export const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
/** Where applied migrations are recorded; fintrack_app can't see it. */
export const historySchema = 'fintrack_migration';
export const historyTable = 'applied';

/** One for every FinTrack database: two migrations never run in one at a time. */
const advisoryLock = 4_606_112_016;

export interface MigrateOptions {
  /** Of fintrack_migrator. */
  readonly connectionString: string;
  readonly direction: 'up' | 'down';
  /** How many migrations. @default all pending ones up, one down */
  readonly count?: number;
  /** How long another migration is waited for. @default 60000 */
  readonly waitMs?: number;
  /** How long a statement waits for a table before the migration gives up; services queue behind it that long. @default 5000 */
  readonly lockTimeoutMs?: number;
  /** @default 600000 */
  readonly statementTimeoutMs?: number;
  /** @default silence */
  readonly log?: (line: string) => void;
}

/**
 * Applies or reverts migrations, all of the call in one transaction, and returns their names in order.
 * Errors are PostgreSQL's: 55P03 when a lock was not had in time, 57014 when a statement took too long.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const log = options.log ?? (() => undefined);
  const client = new pg.Client({
    connectionString: options.connectionString,
    application_name: 'fintrack-migrate',
    connectionTimeoutMillis: 10_000,
    statement_timeout: options.statementTimeoutMs ?? 600_000,
    lock_timeout: options.waitMs ?? 60_000,
  });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    await client.query("select set_config('lock_timeout', $1, false)", [String(options.lockTimeoutMs ?? 5_000)]);
    const done = await runner({
      dbClient: client,
      dir: migrationsFolder,
      direction: options.direction,
      ...(options.count === undefined ? {} : { count: options.count }),
      migrationsSchema: historySchema,
      migrationsTable: historyTable,
      createMigrationsSchema: true,
      singleTransaction: true,
      noLock: true,
      logger: { debug: log, info: log, warn: log, error: log },
    });
    return done.map((migration) => migration.name);
  } finally {
    // The session's end releases the lock.
    await client.end();
  }
}

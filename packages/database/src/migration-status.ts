import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import pg from 'pg';
import { historySchema, historyTable, migrationsFolder } from './migrate.ts';

export interface MigrationStatus {
  /** Names in the order applied. */
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** What migrate() has done to this database and what it would do. */
export async function migrationStatus(connectionString: string): Promise<MigrationStatus> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, statement_timeout: 10_000 });
  await client.connect();
  try {
    const history = `${historySchema}.${historyTable}`;
    const known = await client.query('select to_regclass($1) is not null as known', [history]);
    const applied = known.rows[0].known
      ? (await client.query<{ name: string }>(`select name from ${history} order by run_on, id`)).rows.map((row) => row.name)
      : [];
    const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith('.sql')).sort();
    return { applied, pending: files.map((file) => basename(file, '.sql')).filter((name) => !applied.includes(name)) };
  } finally {
    await client.end();
  }
}

import { writeFileSync } from 'node:fs';
import { startPostgres } from '@fintrack/backing-services';
import pg from 'pg';
import { prepareDatabase } from '../src/prepare-database.ts';
import { rowTypes } from '../src/row-types.ts';

/** Writes src/rows.ts from the migrations; rows.test.ts fails until it was run. */
const postgres = await startPostgres({ durable: false });
try {
  const { migratorUrl } = await prepareDatabase(postgres);
  const client = new pg.Client(migratorUrl);
  await client.connect();
  writeFileSync(new URL('../src/rows.ts', import.meta.url), await rowTypes(client));
  await client.end();
} finally {
  await postgres.stop();
}

import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshPostgres } from '../test/fresh-postgres.ts';
import { isolationFaults } from './isolation-faults.ts';
import { prepareDatabase } from './prepare-database.ts';

const postgres = freshPostgres();

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('prepareDatabase', () => {
  it('makes a database that fintrack_app can use at once and other roles can not', async () => {
    const { appUrl, migratorUrl } = await prepareDatabase(postgres.server());
    expect(await query(appUrl, 'select current_user::text as role, count(*)::int from tenants')).toEqual([{ role: 'fintrack_app', count: 0 }]);
    expect(await query(migratorUrl, `select datname::text from pg_database where datdba = 'fintrack_migrator'::regrole`)).toEqual([{ datname: 'fintrack' }]);
    const admin = await postgres.connect('postgres', 'fintrack');
    expect(await isolationFaults(admin)).toEqual([]);
    await admin.query(`create role stranger login password 'x'`);
    await expect(query(appUrl.replace(/\/\/.*@/, '//stranger:x@'), 'select 1')).rejects.toThrow(/permission denied for database/);
  });

  it('may be repeated: data stays, passwords change', async () => {
    const first = await prepareDatabase(postgres.server(), { name: 'again' });
    await query(first.migratorUrl, 'create table fintrack.kept (n int)');
    const second = await prepareDatabase(postgres.server(), { name: 'again', appPassword: 'p@ss/word', migratorPassword: 'm' });
    expect(await query(second.migratorUrl, 'select count(*)::int as n from fintrack.kept')).toEqual([{ n: 0 }]);
    expect(await query(second.appUrl, 'select current_database() as name')).toEqual([{ name: 'again' }]);
    await expect(query(first.appUrl, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('sorts text alike on every machine and keeps time in UTC', async () => {
    const { appUrl } = await prepareDatabase(postgres.server(), { name: 'collation' });
    expect(await query(appUrl, `select current_setting('timezone') as zone, 'B' < 'a' as bytes`)).toEqual([{ zone: 'UTC', bytes: true }]);
  });
});

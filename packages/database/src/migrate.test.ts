import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { freshPostgres } from '../test/fresh-postgres.ts';
import { schemaDump } from '../test/schema-dump.ts';
import { migrate, migrationsFolder } from './migrate.ts';
import { migrationStatus } from './migration-status.ts';

const postgres = freshPostgres();
const names = readdirSync(migrationsFolder).sort().map((file) => file.replace(/\.sql$/, ''));

async function migrated(name: string): Promise<string> {
  const url = postgres.url('fintrack_migrator', await postgres.database(name));
  await migrate({ connectionString: url, direction: 'up' });
  return url;
}

describe('migrations', () => {
  it('each go down to exactly the schema and privileges there were before, and up again', async () => {
    const url = postgres.url('fintrack_migrator', await postgres.database('updown'));
    const admin = await postgres.connect('postgres', 'updown');
    const dumps = [await schemaDump(admin)];
    for (const name of names) {
      expect(await migrate({ connectionString: url, direction: 'up', count: 1 })).toEqual([name]);
      dumps.push(await schemaDump(admin));
    }
    expect(dumps.at(-1)?.length).toBeGreaterThan(300);
    for (const [index, name] of [...names.entries()].reverse()) {
      expect(await migrate({ connectionString: url, direction: 'down' })).toEqual([name]);
      expect(await schemaDump(admin)).toEqual(dumps[index]);
    }
    expect(await migrate({ connectionString: url, direction: 'up' })).toEqual(names);
    expect(await schemaDump(admin)).toEqual(dumps.at(-1));
  });

  it('refuse to run as any role but fintrack_migrator, and then leave nothing', async () => {
    const url = postgres.url('postgres', await postgres.database('wrong_role'));
    await expect(migrate({ connectionString: url, direction: 'up' })).rejects.toThrow(/migrations run as fintrack_migrator, not as postgres/);
    const admin = await postgres.connect('postgres', 'wrong_role');
    expect((await admin.query(`select from pg_namespace where nspname = 'fintrack'`)).rowCount).toBe(0);
  });
});

describe('migrate', () => {
  it('applies each migration once when two run at the same time', async () => {
    const url = postgres.url('fintrack_migrator', await postgres.database('twice'));
    const done = await Promise.all([
      migrate({ connectionString: url, direction: 'up' }),
      migrate({ connectionString: url, direction: 'up' }),
    ]);
    expect(done.toSorted((a, b) => b.length - a.length)).toEqual([names, []]);
  });

  it('gives up when another migration does not end in time', async () => {
    const url = postgres.url('fintrack_migrator', await postgres.database('busy'));
    const holder = await postgres.connect('fintrack_migrator', 'busy');
    await holder.query('select pg_advisory_lock(4606112016)');
    await expect(migrate({ connectionString: url, direction: 'up', waitMs: 200 })).rejects.toMatchObject({ code: '55P03' });
    await holder.query('select pg_advisory_unlock(4606112016)');
    expect(await migrate({ connectionString: url, direction: 'up', waitMs: 200 })).toEqual(names);
  });

  it('gives up a table that a service holds, and undoes what it had done before', async () => {
    const url = await migrated('held');
    const service = await postgres.connect('fintrack_app', 'held');
    await service.query('begin; select count(*) from rules');
    const admin = await postgres.connect('postgres', 'held');
    const before = await schemaDump(admin);
    await expect(migrate({ connectionString: url, direction: 'down', count: 6, lockTimeoutMs: 200 })).rejects.toMatchObject({ code: '55P03' });
    await service.query('rollback');
    expect(await schemaDump(admin)).toEqual(before);
    expect((await migrationStatus(url)).pending).toEqual([]);
  });

  it('tells what it did to a log', async () => {
    const lines: string[] = [];
    await migrate({ connectionString: postgres.url('fintrack_migrator', await postgres.database('told')), direction: 'up', count: 1, log: (line) => lines.push(line) });
    expect(lines.join('\n')).toContain('0001_foundation');
  });
});

describe('migrationStatus', () => {
  it('tells applied from pending, also before the first migration', async () => {
    const url = postgres.url('fintrack_migrator', await postgres.database('status'));
    expect(await migrationStatus(url)).toEqual({ applied: [], pending: names });
    await migrate({ connectionString: url, direction: 'up', count: 2 });
    expect(await migrationStatus(url)).toEqual({ applied: names.slice(0, 2), pending: names.slice(2) });
  });
});

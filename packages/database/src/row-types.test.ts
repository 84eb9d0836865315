import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { freshPostgres } from '../test/fresh-postgres.ts';
import { migrate } from './migrate.ts';
import { rowTypes } from './row-types.ts';

const postgres = freshPostgres();
beforeAll(async () => {
  await migrate({ connectionString: postgres.url('fintrack_migrator', await postgres.database('rows')), direction: 'up' });
});

describe('rows.ts', () => {
  it('is what the migrations make of it (else: node --conditions=@fintrack/source test/update-rows.ts)', async () => {
    const client = await postgres.connect('fintrack_migrator', 'rows');
    expect(await rowTypes(client)).toBe(readFileSync(new URL('./rows.ts', import.meta.url), 'utf8'));
  });

  it('differs after a column, an allowed value or a table more', async () => {
    const client = await postgres.connect('fintrack_migrator', 'rows');
    const before = await rowTypes(client);
    await client.query('begin');
    for (const [change, line] of [
      ['alter table fintrack.rules add column weight bigint', '  weight: bigint | null;'],
      [`alter table fintrack.rules add column mood text not null default 'a' check (mood in ('a', 'b'))`, `  mood: Generated<'a' | 'b'>;`],
      ['create table fintrack.extra (tenant_id uuid not null, seen timestamptz)', 'export interface Extra {'],
    ] as const) {
      expect(before).not.toContain(line);
      await client.query(change);
      expect(await rowTypes(client)).toContain(line);
    }
    await client.query('rollback');
  });

  it('refuses a type that it has no TypeScript for', async () => {
    const client = await postgres.connect('fintrack_migrator', 'rows');
    await client.query('begin; alter table fintrack.rules add column weight float8');
    await expect(rowTypes(client)).rejects.toThrow('rules.weight: row-types.ts does not know the PostgreSQL type float8');
    await client.query('rollback');
  });
});

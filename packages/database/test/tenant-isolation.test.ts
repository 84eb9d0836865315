import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { isolationFaults } from '../src/isolation-faults.ts';
import { migrate } from '../src/migrate.ts';
import { allRelations, crossTenantFaults, functionAnswers, type Relation } from './cross-tenant-attempts.ts';
import { freshPostgres } from './fresh-postgres.ts';
import { marker, type SeededTenant, seedTenant } from './seed-tenant.ts';

const postgres = freshPostgres();
let admin: pg.Client;
let migrator: pg.Client;
let app: pg.Client;
let intruder: SeededTenant;
let victim: SeededTenant;

beforeAll(async () => {
  await migrate({ connectionString: postgres.url('fintrack_migrator', await postgres.database('fintrack')), direction: 'up' });
  [admin, migrator, app] = [
    await postgres.connect('postgres', 'fintrack'),
    await postgres.connect('fintrack_migrator', 'fintrack'),
    await postgres.connect('fintrack_app', 'fintrack'),
  ];
  intruder = await seedTenant(app, 'intruder');
  victim = await seedTenant(app, 'victim');
});

const settings = () => [intruder.tenantId, null, '', 'garbage', `${victim.tenantId}'`, randomUUID()];

/** The victim's first row as the superuser sees it, or an empty one. */
async function rowOf({ name, columns }: Relation): Promise<string> {
  if (!columns.includes('tenant_id')) return '{}';
  const { rows } = await admin.query(`select to_jsonb(r)::text as row from ${name} r where tenant_id = $1 limit 1`, [victim.tenantId]);
  return rows[0]?.row ?? JSON.stringify({ tenant_id: victim.tenantId });
}

async function faultsOf(relation: Relation): Promise<string[]> {
  const row = await rowOf(relation);
  const faults = [];
  for (const setting of settings()) faults.push(...(await crossTenantFaults(app, relation, { setting, victim: victim.tenantId, row })));
  return faults;
}

async function everyFault(): Promise<string[]> {
  const faults = await isolationFaults(admin);
  for (const relation of await allRelations(admin)) faults.push(...(await faultsOf(relation)));
  return faults;
}

/** Runs `check` after `change` and undoes the change; the app sees it meanwhile, since it is committed. */
async function after(change: string, undo: string, check: () => Promise<void>): Promise<void> {
  await migrator.query(change);
  try {
    await check();
  } finally {
    await migrator.query(undo);
  }
}

describe('tenant isolation', () => {
  it('lets fintrack_app read and change nothing of another tenant, through no table, partition or view', async () => {
    expect(await everyFault()).toEqual([]);
  });

  it('was tried on tables, partitions and views that all hold rows of the other tenant', async () => {
    const relations = await allRelations(admin);
    expect(Object.groupBy(relations, ({ kind }) => kind)).toMatchObject({
      table: expect.arrayContaining([expect.objectContaining({ name: 'fintrack.transactions' }), expect.objectContaining({ name: 'fintrack_migration.applied' })]),
      partition: expect.arrayContaining([expect.objectContaining({ name: 'fintrack.transactions_y2026m11' })]),
      view: [expect.objectContaining({ name: 'fintrack.transaction_overview' })],
    });
    for (const { name, kind, columns } of relations) {
      if (!columns.includes('tenant_id') || (kind === 'partition' && !name.endsWith('y2026m11'))) continue;
      const { rowCount } = await admin.query(`select from ${name} where tenant_id = $1`, [victim.tenantId]);
      expect([name, rowCount]).not.toEqual([name, 0]);
    }
  });

  it('lets a tenant read and change its own rows, so that the refusals above mean something', async () => {
    await app.query('begin');
    await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [victim.tenantId]);
    expect((await app.query('select distinct tenant_id from transaction_overview')).rows).toEqual([{ tenant_id: victim.tenantId }]);
    expect((await app.query('update webhooks set disabled_at = now()')).rowCount).toBe(1);
    expect((await app.query('delete from transaction_states')).rowCount).toBe(1);
    await app.query('rollback');
  });

  it('keeps what a statement said: transactions are neither changed nor deleted, by their own tenant either', async () => {
    for (const sql of [`update transactions set description = ''`, 'delete from transactions', 'truncate transactions']) {
      await app.query('begin');
      await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [victim.tenantId]);
      await expect(app.query(sql)).rejects.toMatchObject({ code: '42501' });
      await app.query('rollback');
    }
  });

  it('ends with the transaction that set the tenant', async () => {
    await app.query('begin');
    await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [victim.tenantId]);
    await app.query('commit');
    expect((await app.query('select from users')).rowCount).toBe(0);
  });
});

describe('functions', () => {
  it('that fintrack_app may call are these, and tell no more of another tenant than its id', async () => {
    const texts = [victim.slug, victim.tenantId, marker(victim.slug)];
    for (const setting of settings()) {
      const answers = await functionAnswers(app, setting, texts);
      expect([...answers.keys()].sort()).toEqual(['current_tenant', 'ensure_transaction_partitions', 'tenant_id_of_slug', 'tenants_with_pending_outbox']);
      for (const [name, answer] of answers) expect([name, answer.includes(marker(victim.slug))]).toEqual([name, false]);
    }
  });

  it('that run with their owner’s rights are three', async () => {
    const { rows } = await admin.query(`select p.oid::regproc::text as name from pg_proc p where prosecdef and pronamespace = 'fintrack'::regnamespace order by 1`);
    expect(rows.map(({ name }) => name)).toEqual(['fintrack.ensure_transaction_partitions', 'fintrack.tenant_id_of_slug', 'fintrack.tenants_with_pending_outbox']);
  });

  it('are noticed when they tell more', async () => {
    const leak = `create function fintrack.leak() returns setof text language sql security definer as 'select payload::text from fintrack.outbox';
      grant execute on function fintrack.leak() to fintrack_app`;
    await after(leak, 'drop function fintrack.leak()', async () => {
      expect((await functionAnswers(app, intruder.tenantId, ['x'])).get('leak')).toContain(marker(victim.slug));
      expect(await isolationFaults(admin)).toEqual(['fintrack.leak(): is SECURITY DEFINER without search_path = pg_catalog, pg_temp']);
    });
  });
});

describe('the isolation check', () => {
  const table = (more: string) => `create table fintrack.extra (tenant_id uuid not null, note text); insert into fintrack.extra values ('${victim.tenantId}', 'x');
    grant select, insert, update, delete on fintrack.extra to fintrack_app; ${more}`;
  const drop = 'drop table fintrack.extra';

  it('fails for a new table without a policy', async () => {
    await after(table(''), drop, async () => {
      const faults = await everyFault();
      expect(faults).toEqual(expect.arrayContaining([
        'fintrack.extra: does not enable and force row-level security',
        'fintrack.extra: has no policy tenant_isolation for all commands and roles',
        `fintrack.extra: fintrack_app with tenant ${intruder.tenantId} can read it (1)`,
        'fintrack.extra: fintrack_app with tenant unset can insert into it (1)',
        'fintrack.extra: fintrack_app with tenant garbage can update it (1)',
        `fintrack.extra: fintrack_app with tenant ${intruder.tenantId} can delete from it (1)`,
      ]));
    });
    expect(await everyFault()).toEqual([]);
  });

  it('fails for a policy with another condition, and for a second one that opens the table', async () => {
    const enabled = 'alter table fintrack.extra enable row level security, force row level security;';
    await after(table(`${enabled} create policy tenant_isolation on fintrack.extra using (true)`), drop, async () => {
      expect(await isolationFaults(admin)).toEqual(['fintrack.extra: has no policy tenant_isolation for all commands and roles']);
    });
    await after('create policy open on fintrack.rules for select using (true)', 'drop policy open on fintrack.rules', async () => {
      expect(await isolationFaults(admin)).toEqual(['fintrack.rules: has the policy open, which opens it further']);
      expect((await everyFault()).join('\n')).toContain('fintrack.rules: fintrack_app with tenant unset can read it (1)');
    });
  });

  it('fails for a table without tenant_id that services may read', async () => {
    await after('create table fintrack.extra (note text); grant select on fintrack.extra to fintrack_app', drop, async () => {
      expect(await isolationFaults(admin)).toContain('fintrack.extra: has no tenant_id uuid not null');
    });
  });

  it('fails for a view without security_invoker', async () => {
    const view = 'create view fintrack.peek as select * from fintrack.outbox; grant select on fintrack.peek to fintrack_app';
    await after(view, 'drop view fintrack.peek', async () => {
      expect(await isolationFaults(admin)).toEqual(['fintrack.peek: is a view without security_invoker']);
      // The owner has a policy of its own on outbox, and such a view reads with the owner's rights.
      expect((await everyFault()).join('\n')).toContain('fintrack.peek: fintrack_app with tenant unset can read it (1)');
    });
  });

  it('fails for a grant on a partition, whose rows stay hidden all the same', async () => {
    const partition = 'fintrack.transactions_y2026m11';
    await after(`grant select on ${partition} to fintrack_app`, `revoke select on ${partition} from fintrack_app`, async () => {
      expect(await everyFault()).toEqual([`${partition}: is a partition with a grant to fintrack_app`]);
    });
  });

  it('fails for a role, default privilege or owner that reaches too far', async () => {
    await admin.query('alter role fintrack_app bypassrls; alter table fintrack.rules owner to postgres');
    await migrator.query('alter default privileges in schema fintrack grant select on tables to fintrack_app');
    expect(await isolationFaults(admin)).toEqual([
      'default privileges: grant SELECT to fintrack_app',
      'fintrack.rules: does not belong to fintrack_migrator',
      'fintrack_app: is superuser, bypasses row-level security, or creates roles or databases',
    ]);
    await migrator.query('alter default privileges in schema fintrack revoke select on tables from fintrack_app');
    await admin.query('alter role fintrack_app nobypassrls; alter table fintrack.rules owner to fintrack_migrator');
    expect(await isolationFaults(admin)).toEqual([]);
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { isolationFaults } from '../src/isolation-faults.ts';
import { migrate } from '../src/migrate.ts';
import { freshPostgres } from './fresh-postgres.ts';

const postgres = freshPostgres();
let app: pg.Client;
let other: pg.Client;
let admin: pg.Client;

// One schema for all: each test asks for years of its own.
beforeAll(async () => {
  await migrate({ connectionString: postgres.url('fintrack_migrator', await postgres.database('fintrack')), direction: 'up' });
  [app, other, admin] = [
    await postgres.connect('fintrack_app', 'fintrack'),
    await postgres.connect('fintrack_app', 'fintrack'),
    await postgres.connect('postgres', 'fintrack'),
  ];
});

async function ensure(client: pg.Client, first: string | null, last: string | null): Promise<number> {
  const { rows } = await client.query('select ensure_transaction_partitions($1, $2) as created', [first, last]);
  return rows[0].created;
}

async function partitions(like: string): Promise<string[]> {
  const { rows } = await admin.query(
    `select inhrelid::regclass::text || ' ' || pg_get_expr(relpartbound, inhrelid) as partition from pg_inherits join pg_class c on c.oid = inhrelid
     where inhparent = 'fintrack.transactions'::regclass and relname like $1 order by 1`,
    [like],
  );
  return rows.map(({ partition }) => partition);
}

async function insert(client: pg.Client, tenant: string, bookingDate: string): Promise<void> {
  await client.query(`select set_config('fintrack.tenant_id', $1, true)`, [tenant]);
  await client.query(
    `insert into transactions (tenant_id, transaction_id, account_id, statement_id, amount_minor, booking_date, occurrence, source_kind, currency, fingerprint)
     values ($1, $2, $2, $2, 1, $3, 1, 'bank', 'EUR', $4)`,
    [tenant, randomUUID(), bookingDate, createHash('sha256').digest()],
  );
}

describe('transactions', () => {
  it('have partitions for this month and three either way from the start', async () => {
    const months = Array.from({ length: 7 }, (_, index) => {
      const now = new Date();
      return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + index - 3, 1)).toISOString().slice(0, 10);
    });
    expect(await partitions('%')).toEqual(months.map((month) => expect.stringContaining(`FROM ('${month}')`)));
  });

  it('of one day are read from one partition, and so is what an id in transaction_states points to', async () => {
    await app.query('begin');
    await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [randomUUID()]);
    const day = new Date().toISOString().slice(0, 10);
    const plan = async (sql: string) => (await app.query(`explain (analyze, costs off, timing off) ${sql}`)).rows.map((row) => row['QUERY PLAN']).join('\n');
    expect((await plan(`select from transactions where booking_date = date '${day}'`)).match(/on transactions_y/g)).toHaveLength(1);
    const byState = await plan(`select from transaction_states s join transactions t using (tenant_id, booking_date, transaction_id) where s.state = 'exception'`);
    expect(byState).toMatch(/never executed/);
    await app.query('rollback');
  });

  it('keep a redelivered row out by their key', async () => {
    const { rows } = await admin.query(`select pg_get_constraintdef(oid) as key from pg_constraint where conrelid = 'fintrack.transactions'::regclass and contype = 'p'`);
    expect(rows[0].key).toBe('PRIMARY KEY (tenant_id, booking_date, transaction_id)');
  });
});

describe('ensure_transaction_partitions', () => {
  it('makes one partition a month, over year ends and from leap days, and only what is missing', async () => {
    expect(await ensure(app, '2019-12-31', '2020-02-29')).toBe(3);
    expect(await partitions('transactions_y2019%')).toEqual([`fintrack.transactions_y2019m12 FOR VALUES FROM ('2019-12-01') TO ('2020-01-01')`]);
    expect(await partitions('transactions_y2020%')).toEqual([
      `fintrack.transactions_y2020m01 FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')`,
      `fintrack.transactions_y2020m02 FOR VALUES FROM ('2020-02-01') TO ('2020-03-01')`,
    ]);
    expect(await ensure(app, '2019-11-30', '2020-02-01')).toBe(1);
    expect(await ensure(app, '2020-02-29', '2020-02-29')).toBe(0);
  });

  it('accepts the first and the last day it knows, and 120 months at once', async () => {
    expect(await ensure(app, '1990-01-01', '1999-12-31')).toBe(120);
    expect(await ensure(app, '2100-12-31', '2100-12-31')).toBe(1);
    await app.query('begin');
    await insert(app, randomUUID(), '1990-01-01');
    await insert(app, randomUUID(), '2100-12-31');
    await app.query('rollback');
  });

  it.each([
    [null, '2026-01-01', '22023'],
    ['2026-01-01', null, '22023'],
    ['2026-01-02', '2026-01-01', '22023'],
    ['1989-12-31', '1990-01-01', '22008'],
    ['2100-12-31', '2101-01-01', '22008'],
    ['-infinity', 'infinity', '22008'],
    ['1990-01-01', '2000-01-01', '54000'],
  ])('refuses %s to %s with %s and makes nothing', async (first, last, code) => {
    const before = await partitions('%');
    await expect(ensure(app, first, last)).rejects.toMatchObject({ code });
    expect(await partitions('%')).toEqual(before);
  });

  it('lets two sessions ask for the same months: the second waits for the first, then finds them', async () => {
    await app.query('begin');
    expect(await ensure(app, '2010-01-01', '2010-03-01')).toBe(3);
    const second = ensure(other, '2010-02-01', '2010-04-01');
    const early = await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))]);
    expect(early).toBe('waits');
    await app.query('commit');
    expect(await second).toBe(1);
    expect(await partitions('transactions_y2010%')).toHaveLength(4);
  });

  it('lets the second session make them when the first rolls back', async () => {
    await app.query('begin');
    await ensure(app, '2009-01-01', '2009-01-01');
    const second = ensure(other, '2009-01-01', '2009-01-01');
    await app.query('rollback');
    expect(await second).toBe(1);
  });

  it('survives many sessions at once', async () => {
    const sessions = await Promise.all(Array.from({ length: 8 }, () => postgres.connect('fintrack_app', 'fintrack')));
    const created = await Promise.all(sessions.map((session) => ensure(session, '2011-01-01', '2011-12-31')));
    expect(created.reduce((sum, count) => sum + count)).toBe(12);
  });

  it('does not wait for sessions that read or write other months', async () => {
    await other.query('begin');
    await insert(other, randomUUID(), new Date().toISOString().slice(0, 10));
    await other.query('select count(*) from transactions');
    expect(await ensure(app, '2012-01-01', '2012-01-01')).toBe(1);
    await other.query('commit');
  });

  it('makes partitions with every index and check of the parent, closed to fintrack_app', async () => {
    await ensure(app, '2013-05-05', '2013-05-05');
    const { rows } = await admin.query(`
      select
        (select count(*)::int from pg_index where indrelid = 'fintrack.transactions_y2013m05'::regclass) as indexes,
        (select count(*)::int from pg_index where indrelid = 'fintrack.transactions'::regclass) as parent_indexes,
        (select count(*)::int from pg_constraint where conrelid = 'fintrack.transactions_y2013m05'::regclass and contype = 'c') as checks,
        (select count(*)::int from pg_constraint where conrelid = 'fintrack.transactions'::regclass and contype = 'c') as parent_checks`);
    expect(rows[0]).toEqual({ indexes: 3, parent_indexes: 3, checks: 5, parent_checks: 5 });
    expect(await isolationFaults(admin)).toEqual([]);
    await expect(app.query('select from fintrack.transactions_y2013m05')).rejects.toMatchObject({ code: '42501' });
  });

  it('is needed: a day without a partition is refused', async () => {
    await app.query('begin');
    await expect(insert(app, randomUUID(), '2014-01-01')).rejects.toMatchObject({ code: '23514' });
    await app.query('rollback');
  });
});

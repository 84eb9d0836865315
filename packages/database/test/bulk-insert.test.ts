import { beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { migrate } from '../src/migrate.ts';
import { freshPostgres } from './fresh-postgres.ts';

/**
 * What the schema costs where rows come by the hundred thousand, against a bare table with the same rows and key in
 * the same PostgreSQL at the same time. Measured: transactions 4.5 to 5 times, states 1.5 to 2 times (the bare one is
 * temporary and writes no WAL). A foreign key or two unique indexes more double that.
 */
const rowCount = 100_000;
const tenant = '11111111-1111-4111-8111-111111111111';
const postgres = freshPostgres();
let app: pg.Client;

const columns = `transaction_id, account_id, statement_id, amount_minor, booking_date, value_date, occurrence, source_kind, currency,
  fingerprint, reference, bank_reference, counterparty_name, counterparty_account, description, transaction_code`;

beforeAll(async () => {
  await migrate({ connectionString: postgres.url('fintrack_migrator', await postgres.database('fintrack')), direction: 'up' });
  app = await postgres.connect('fintrack_app', 'fintrack');
  // Three months of one account, in the order of a file: what the worker has in its temporary table after COPY.
  await app.query(`create temp table staged as select gen_random_uuid() as transaction_id, '${tenant}'::uuid as account_id, '${tenant}'::uuid as statement_id,
    i * 7::bigint as amount_minor, date '2026-09-01' + i / (${rowCount} / 90) as booking_date, date '2026-09-01' as value_date, 1 as occurrence, 'bank' as source_kind,
    'EUR' as currency, sha256(i::text::bytea) as fingerprint, 'E2E-' || i as reference, 'BR' || i as bank_reference, 'Counterparty ' || i % 500 as counterparty_name,
    'DE0212030000000020205' || i % 10 as counterparty_account, 'Invoice ' || i || ', thank you for your order' as description, 'PMNT-RCDT' as transaction_code
    from generate_series(0, ${rowCount - 1}) i`);
  await app.query(`select ensure_transaction_partitions('2026-09-01', '2026-12-01')`);
  await app.query('create temp table bare as select * from staged limit 0');
  await app.query('alter table bare add primary key (booking_date, transaction_id)');
  await app.query('create temp table bare_states as select transaction_id, booking_date, account_id as match_id from staged limit 0');
  await app.query('alter table bare_states add primary key (transaction_id)');
  await app.query('analyze staged');
});

async function secondsOf(sql: string): Promise<number> {
  const start = performance.now();
  const { rowCount: inserted } = await app.query(sql);
  const seconds = (performance.now() - start) / 1000;
  expect(inserted).toBe(rowCount);
  return seconds;
}

/** Quicker of two rounds each, since other work on the machine only ever adds time. */
async function ratio(bare: string, ours: string): Promise<{ bare: number; ours: number }> {
  const times = { bare: Infinity, ours: Infinity };
  for (let round = 0; round < 2; round += 1) {
    await app.query('begin');
    await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [tenant]);
    times.bare = Math.min(times.bare, await secondsOf(bare));
    times.ours = Math.min(times.ours, await secondsOf(ours));
    await app.query('rollback');
  }
  return times;
}

describe('100,000 rows through row-level security', () => {
  it('become transactions in at most 10 times what a bare table with the same key takes', async () => {
    const times = await ratio(
      `insert into bare select * from staged order by booking_date, transaction_id`,
      `insert into transactions (tenant_id, ${columns}) select '${tenant}', ${columns} from staged order by booking_date, transaction_id on conflict do nothing`,
    );
    expect(times.ours / times.bare).toBeLessThan(10);
  });

  it('become states in at most 5 times what a bare table with the same key takes', async () => {
    const times = await ratio(
      `insert into bare_states select transaction_id, booking_date, account_id from staged order by transaction_id`,
      `insert into transaction_states (tenant_id, transaction_id, booking_date, state, match_id, reconciliation_id)
       select '${tenant}', transaction_id, booking_date, 'matched', account_id, statement_id from staged order by transaction_id`,
    );
    expect(times.ours / times.bare).toBeLessThan(5);
  });
});

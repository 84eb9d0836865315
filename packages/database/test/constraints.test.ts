import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { migrate } from '../src/migrate.ts';
import { freshPostgres } from './fresh-postgres.ts';
import { type SeededTenant, seedTenant } from './seed-tenant.ts';

const postgres = freshPostgres();
let app: pg.Client;
let tenant: SeededTenant;

beforeAll(async () => {
  await migrate({ connectionString: postgres.url('fintrack_migrator', await postgres.database('fintrack')), direction: 'up' });
  app = await postgres.connect('fintrack_app', 'fintrack');
  tenant = await seedTenant(app, 'acme');
});
beforeEach(async () => {
  await app.query('begin');
  await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [tenant.tenantId]);
});
afterEach(async () => {
  await app.query('rollback');
});

const checkViolation = '23514';
const tooLong = '22001';
const unique = '23505';

describe('the schema refuses', () => {
  it.each([
    ['an upper-case address', `update users set email = 'A@example.com'`, checkViolation],
    ['a role that does not exist', `update users set role = 'root'`, checkViolation],
    ['a slug with other characters', `update tenants set slug = 'Acme Ltd'`, checkViolation],
    ['a name of 201 characters', `update tenants set name = repeat('x', 201)`, tooLong],
    ['a hash that is no SHA-256', `update api_keys set key_hash = '\\x00'`, checkViolation],
    ['a currency in lower case', `update accounts set currency = 'eur'`, checkViolation],
    ['an imported statement without counts', `update statements set status = 'imported', finished_at = now()`, checkViolation],
    ['counts that do not add up', `update statements set status = 'imported', finished_at = now(), entry_count = 3, new_count = 1, duplicate_count = 1`, checkViolation],
    ['a rejected statement without its error', `update statements set status = 'rejected', finished_at = now()`, checkViolation],
    ['a finished statement that is still open', `update statements set finished_at = now()`, checkViolation],
    ['a rule between one kind and itself', `update rules set right_kind = left_kind`, checkViolation],
    ['a match of a transaction with itself', `update matches set right_transaction_id = left_transaction_id`, checkViolation],
    ['a decision without the one who decided', `update matches set decided_at = now()`, checkViolation],
    ['a matched transaction without its match', `update transaction_states set match_id = null`, checkViolation],
    ['an exception without its reason', `update transaction_states set state = 'exception', match_id = null`, checkViolation],
    ['half a resolution', `update transaction_states set resolved_by = 'x'`, checkViolation],
    ['a webhook by another scheme', `update webhooks set url = 'file:///etc/passwd'`, checkViolation],
    ['an event type of another form', `update outbox set type = 'Ingested'`, checkViolation],
    ['a trace context of another form', `update outbox set traceparent = 'x'`, checkViolation],
    ['an event of more than 256 KiB', `update outbox set payload = (select jsonb_agg(gen_random_uuid()) from generate_series(1, 10000))`, checkViolation],
  ])('%s', async (_, sql, code) => {
    await expect(app.query(sql)).rejects.toMatchObject({ code });
  });

  it('an amount that the wire cannot carry, or an occurrence before the first', async () => {
    const copy = (column: string, value: string) => `insert into transactions
      select (jsonb_populate_record(t, jsonb_build_object('transaction_id', gen_random_uuid(), '${column}', ${value}))).* from transactions t limit 1`;
    for (const [column, value] of [['amount_minor', '1000000000000000000'], ['occurrence', '0'], ['currency', `'EU1'`]] as const) {
      await app.query('savepoint before');
      await expect(app.query(copy(column, value))).rejects.toMatchObject({ code: checkViolation });
      await app.query('rollback to before');
    }
    await app.query(copy('amount_minor', '-999999999999999999'));
  });

  it('a second state for one transaction', async () => {
    await expect(app.query('insert into transaction_states select * from transaction_states')).rejects.toMatchObject({ code: unique });
  });

  it('a token of a user that the tenant does not have, though another has', async () => {
    const other = await postgres.connect('fintrack_app', 'fintrack');
    await seedTenant(other, 'other');
    await expect(app.query('update refresh_tokens set user_id = $1', [randomUUID()])).rejects.toMatchObject({ code: '23503' });
  });
});

describe('transaction_overview', () => {
  it('calls a transaction unmatched until it has a state, and each appears once', async () => {
    const { rows } = await app.query(`select state, match_id is null as alone, description from transaction_overview order by state`);
    expect(rows).toEqual([
      { state: 'matched', alone: false, description: 'seen-acme' },
      { state: 'unmatched', alone: true, description: 'seen-acme' },
    ]);
  });
});

describe('tenants_with_pending_outbox', () => {
  const pending = async (max: number) => (await app.query('select tenants_with_pending_outbox($1) as id', [max])).rows.map((row) => row.id);

  it('names tenants by their oldest unsent event, whoever asks, at most as many as asked for', async () => {
    const other = await postgres.connect('fintrack_app', 'fintrack');
    const second = await seedTenant(other, 'second');
    await app.query(`select set_config('fintrack.tenant_id', '', true)`);
    const ids = await pending(1000);
    expect(ids.filter((id: string) => [tenant.tenantId, second.tenantId].includes(id))).toEqual([tenant.tenantId, second.tenantId]);
    expect(await pending(1)).toEqual([tenant.tenantId]);
    expect(await pending(0)).toEqual([]);
    expect(await pending(-5)).toEqual([]);
  });

  it('names none once everything is sent', async () => {
    await app.query('delete from outbox');
    expect(await pending(1000)).not.toContain(tenant.tenantId);
  });
});

describe('tenant_id_of_slug', () => {
  it('knows a slug without being in its tenant, and nothing of others', async () => {
    await app.query(`select set_config('fintrack.tenant_id', '', true)`);
    expect((await app.query(`select tenant_id_of_slug('acme') as id, tenant_id_of_slug('nobody') as none`)).rows).toEqual([{ id: tenant.tenantId, none: null }]);
  });
});

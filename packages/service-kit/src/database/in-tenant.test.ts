import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { type KitDatabase, recordingLogger, startKitDatabase } from '../../test/kit-database.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { inTenant } from './in-tenant.ts';
import { openDatabase } from './open-database.ts';

const first = '11111111-1111-4111-8111-111111111111';
const second = '22222222-2222-4222-8222-222222222222';
let database: KitDatabase;
beforeAll(async () => void (database = await startKitDatabase({ statementTimeoutMs: 400 })));
afterAll(() => database.stop());

const note = (tenantId: string, text: string) =>
  inTenant(database.db, tenantId, (transaction) => transaction.insertInto('notes').values({ tenant_id: tenantId, text, amount_minor: 9_007_199_254_740_993n, day: '2026-03-29' }).execute());
const textsOf = (tenantId: string) => inTenant(database.db, tenantId, (transaction) => transaction.selectFrom('notes').select('text').orderBy('text').execute());

describe('inTenant', () => {
  it('sees and writes the rows of one tenant', async () => {
    await note(first, 'of first');
    await note(second, 'of second');
    expect(await textsOf(first)).toEqual([{ text: 'of first' }]);
    await expect(inTenant(database.db, first, (transaction) => transaction.insertInto('notes').values({ tenant_id: second, text: 'x', amount_minor: null, day: null }).execute())).rejects.toThrow(
      /row-level security/,
    );
  });

  it('leaves no tenant on the connection', async () => {
    await Promise.all([textsOf(first), textsOf(first), textsOf(first)]);
    for (let index = 0; index < 6; index += 1) expect(await database.db.selectFrom('notes').select('text').execute()).toEqual([]);
  });

  it('rolls back when the work throws', async () => {
    const work = inTenant(database.db, first, async (transaction) => {
      await transaction.insertInto('notes').values({ tenant_id: first, text: 'gone', amount_minor: null, day: null }).execute();
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await textsOf(first)).toEqual([{ text: 'of first' }]);
  });

  it('refuses writes where it is asked for reading only', async () => {
    const work = inTenant(database.db, first, (transaction) => transaction.deleteFrom('notes').execute(), { readOnly: true, isolation: 'repeatable read' });
    await expect(work).rejects.toThrow(/read-only transaction/);
  });

  it('takes nothing but a uuid', async () => {
    await expect(inTenant(database.db, "' or true", async () => 1)).rejects.toThrow('not a uuid');
  });
});

describe('openDatabase', () => {
  it('reads int8 as bigint and date as text, arrays too', async () => {
    const rows = await inTenant(database.db, first, (transaction) => transaction.selectFrom('notes').select(['amount_minor', 'day']).execute());
    expect(rows).toEqual([{ amount_minor: 9_007_199_254_740_993n, day: '2026-03-29' }]);
    const { rows: arrays } = await sql<{ list: bigint[]; none: bigint[] }>`select array[1, null, 9007199254740993]::int8[] as list, array[]::int8[] as none`.execute(database.db);
    expect(arrays).toEqual([{ list: [1n, null, 9_007_199_254_740_993n], none: [] }]);
  });

  it('names the service to PostgreSQL', async () => {
    const { rows } = await sql`select current_setting('application_name') as name`.execute(database.db);
    expect(rows).toEqual([{ name: 'kit' }]);
  });

  it('has PostgreSQL cancel a statement that takes too long', async () => {
    await expect(sql`select pg_sleep(5)`.execute(database.db)).rejects.toThrow(/statement timeout/);
  });

  it('does not fall back to plain text where TLS is asked for', async () => {
    const secured = openDatabase({ config: { ...database.config, DB_TLS: true }, service: 'kit', metrics: createMetrics('kit'), logger: recordingLogger().logger });
    await expect(secured.ping()).rejects.toThrow(/does not support SSL/);
    await secured.stop();
  });

  it('counts connections by state, and who waits for one', async () => {
    const count = async (state: string) => Number(new RegExp(`state="${state}",service="kit"\\} (\\d+)`).exec(await database.metrics.registry.metrics())?.[1]);
    const running = Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.2)`.execute(database.db)));
    await delay(100);
    expect([await count('busy'), await count('waiting')]).toEqual([3, 1]);
    await running;
    expect([await count('busy'), await count('idle'), await count('waiting')]).toEqual([0, 3, 0]);
    expect(await database.metrics.registry.metrics()).toContain('db_pool_connections_max{service="kit"} 3');
  });

  it('survives the loss of its connections', async () => {
    await database.ping();
    await database.asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kit'");
    await delay(200);
    await database.ping();
    expect(database.entries).toContainEqual(expect.objectContaining({ message: 'an idle database connection was lost' }));
  });
});

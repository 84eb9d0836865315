import { inTenant } from '@fintrack/service-kit';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import { importEntries } from './ledger.ts';
import { startServiceBed } from './service-bed.ts';

/** Prints how long a pass over `rows` bank and `rows` ledger transactions takes, part by part: node --conditions=@fintrack/source test/measure-pass.ts [rows] */
const rows = Number(process.argv[2] ?? 100_000);
const bed = await startServiceBed({ onTimings: (timings) => process.stdout.write(`${JSON.stringify(timings)}\n`) });
const { tenantId, call } = await bed.client();
for (const sourceKind of ['bank', 'ledger'] as const) {
  const { statementId } = await importEntries(bed.db, tenantId, sourceKind, []);
  await inTenant(bed.db, tenantId, async (transaction) => {
    await sql`
      insert into transactions (tenant_id, transaction_id, account_id, statement_id, amount_minor, booking_date, occurrence, source_kind, currency, fingerprint, reference, counterparty_name, description)
      select ${tenantId}::uuid, gen_random_uuid(), (select account_id from accounts where source_kind = ${sourceKind}), ${statementId}::uuid,
        100 + (n * 7919) % 1000000 + case when ${sourceKind} = 'ledger' and n % 100 = 7 then 25 when ${sourceKind} = 'ledger' and n % 100 = 8 then 5000 else 0 end,
        date '2026-11-01' + (n % 28), 1, ${sourceKind}, 'EUR', sha256((n::text || ${newId()})::bytea), 'INV-' || n, 'Company ' || (n % 5000), 'Invoice ' || n
      from generate_series(1, ${rows}) n`.execute(transaction);
    await sql`update statements set entry_count = ${rows}, new_count = ${rows} where statement_id = ${statementId}`.execute(transaction);
  });
}
await sql`select 1`.execute(bed.db);
for (const pass of ['first', 'second']) {
  const startedMs = performance.now();
  const { status, body } = await call('POST', '/api/reconcile');
  process.stdout.write(`${pass}: ${status} ${Math.round(performance.now() - startedMs)} ms ${JSON.stringify(body)} rss ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`);
}
await bed.stop();

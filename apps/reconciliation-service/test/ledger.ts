import { createHash } from 'node:crypto';
import type { EventOf, SourceKind } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { appendToOutbox, inTenant } from '@fintrack/service-kit';
import { type Kysely, sql } from 'kysely';
import { v7 as newId } from 'uuid';

export interface Entry {
  readonly amountMinor: bigint | number;
  /** @default 2026-11-02 */
  readonly bookingDate?: string;
  readonly reference?: string | null;
  readonly counterpartyName?: string | null;
  readonly description?: string;
  /** @default EUR */
  readonly currency?: string;
}

export interface Imported {
  readonly statementId: string;
  readonly transactionIds: readonly string[];
}

export async function createTenant(db: Kysely<Database>): Promise<string> {
  const tenantId = newId();
  await inTenant(db, tenantId, (transaction) =>
    transaction.insertInto('tenants').values({ tenant_id: tenantId, slug: `t-${tenantId.slice(-12)}`, name: 'Test tenant' }).execute());
  return tenantId;
}

/** Stores transactions of one account as transaction-worker does, with `transaction.ingested` in the outbox if asked for. */
export async function importEntries(db: Kysely<Database>, tenantId: string, sourceKind: SourceKind, entries: readonly Entry[], { announce = false, ingestedBy = db } = {}): Promise<Imported> {
  const statementId = newId();
  const days = entries.map(({ bookingDate = '2026-11-02' }) => bookingDate).sort();
  if (days.length > 0) await sql`select fintrack.ensure_transaction_partitions(${days[0]}::date, ${days.at(-1)}::date)`.execute(ingestedBy);
  return inTenant(ingestedBy, tenantId, async (transaction) => {
    const identifier = `${sourceKind.toUpperCase()}-1`;
    await transaction
      .insertInto('accounts').values({ tenant_id: tenantId, account_id: newId(), source_kind: sourceKind, identifier, currency: null, name: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { account_id } = await transaction.selectFrom('accounts').select('account_id').where('source_kind', '=', sourceKind).where('identifier', '=', identifier).executeTakeFirstOrThrow();
    await transaction
      .insertInto('statements')
      .values({
        tenant_id: tenantId, statement_id: statementId, source_kind: sourceKind, format: 'csv', file_name: 'test.csv', object_key: `${tenantId}/${statementId}`,
        sha256: Buffer.alloc(32), size_bytes: 1n, status: 'imported', entry_count: entries.length, new_count: entries.length, duplicate_count: 0,
        uploaded_by: 'worker', received_at: new Date(), finished_at: new Date(),
      })
      .execute();
    const rows = entries.map((entry) => {
      const transactionId = newId();
      return {
        tenant_id: tenantId, transaction_id: transactionId, account_id, statement_id: statementId, amount_minor: BigInt(entry.amountMinor),
        booking_date: entry.bookingDate ?? '2026-11-02', occurrence: 1, source_kind: sourceKind, currency: entry.currency ?? 'EUR',
        fingerprint: createHash('sha256').update(transactionId).digest(), reference: entry.reference ?? null, counterparty_name: entry.counterpartyName ?? null,
        description: entry.description ?? '',
      };
    });
    for (let start = 0; start < rows.length; start += 1000) await transaction.insertInto('transactions').values(rows.slice(start, start + 1000)).execute();
    if (announce) await appendToOutbox(transaction, { eventId: newId(), tenantId, type: 'transaction.ingested', data: ingested(statementId, sourceKind, entries.length) });
    return { statementId, transactionIds: rows.map(({ transaction_id }) => transaction_id) };
  });
}

export function ingested(statementId: string, sourceKind: SourceKind, count: number): EventOf<'transaction.ingested'>['data'] {
  return { statementId, sourceKind, entryCount: count, newCount: count, duplicateCount: 0 };
}

import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { elapsedMs } from './best-round.ts';

const columns = 'booking_date date, amount_minor bigint, currency text, reference text, counterparty text, description text, account text';

/**
 * COPY of both sides into plain tables and a hash join of them into a third; nothing else.
 * @param bank rows in COPY's csv format, as `copyTextOf` writes them
 * @returns milliseconds, without making and dropping the tables
 * @throws Error when the join has fewer pairs than `pairsMin`
 */
export async function copyAndJoin(client: Client, bank: string, ledger: string, pairsMin: number): Promise<number> {
  await client.query('drop table if exists bare_bank, bare_ledger, bare_pairs');
  await client.query(`create table bare_bank (${columns}); create table bare_ledger (${columns})`);
  await client.query('set enable_mergejoin = off; set enable_nestloop = off');
  let pairs = 0;
  const ms = await elapsedMs(async () => {
    await copy(client, 'bare_bank', bank);
    await copy(client, 'bare_ledger', ledger);
    const { rowCount } = await client.query(`create table bare_pairs as
      select b.reference, b.booking_date as bank_date, l.booking_date as ledger_date, b.amount_minor
      from bare_bank b join bare_ledger l using (currency, amount_minor, reference) where b.reference <> ''`);
    pairs = rowCount ?? 0;
  });
  if (pairs < pairsMin) throw new Error(`the bare join found ${pairs} pairs instead of at least ${pairsMin}`);
  return ms;
}

async function copy(client: Client, table: string, rows: string): Promise<void> {
  // An empty reference stays an empty string.
  await pipeline(Readable.from([rows]), client.query(copyFrom(`copy ${table} from stdin (format csv, force_not_null (reference))`)));
}

import type { Client } from 'pg';
import type { Row, StatementFile } from './ledger-and-bank.ts';

/** What the books of a tenant hold against its input files; every field must be as if nothing had ever crashed. */
export interface BooksReport {
  readonly storedCount: number;
  readonly storedSum: string;
  /** References that are stored not at all, more than once, or with another amount, date or state than the files say. */
  readonly wrong: readonly string[];
  readonly stateCount: number;
  /** Matches that do not join exactly one bank and one ledger row, or share a row with another match. */
  readonly brokenMatches: number;
  readonly unfinishedStatements: number;
  readonly outboxCount: number;
}

interface StoredRow {
  readonly source_kind: Row['source'];
  readonly reference: string;
  readonly booking_date: string;
  readonly amount_minor: string;
  readonly state: string | null;
}

/** Reads PostgreSQL directly, as its superuser: no code of a service has a say in it. */
export async function checkBooks(client: Client, files: readonly StatementFile[]): Promise<BooksReport> {
  const { rows } = await client.query<StoredRow>(
    `select t.source_kind, t.reference, t.booking_date::text as booking_date, t.amount_minor::text as amount_minor, s.state
       from fintrack.transactions t left join fintrack.transaction_states s using (tenant_id, transaction_id)`,
  );
  const stored = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const key = `${row.source_kind} ${row.reference}`;
    stored.set(key, [...(stored.get(key) ?? []), row]);
  }
  const wrong = files.flatMap((file) => file.rows.filter((row) => !isAsFiled(row, stored.get(`${row.source} ${row.reference}`) ?? [])).map((row) => `${row.source} ${row.reference}`));
  const one = async (sql: string) => Number((await client.query<{ count: string }>(sql)).rows[0]?.count);
  return {
    storedCount: rows.length,
    storedSum: rows.reduce((sum, row) => sum + BigInt(row.amount_minor), 0n).toString(),
    wrong,
    stateCount: await one('select count(*) from fintrack.transaction_states'),
    brokenMatches: await one(`
      select count(*) from fintrack.matches m
        left join fintrack.transactions l on l.transaction_id = m.left_transaction_id
        left join fintrack.transactions r on r.transaction_id = m.right_transaction_id
        left join (select match_id, count(*) as sides from fintrack.transaction_states group by match_id) s on s.match_id = m.match_id
       where l.source_kind is null or r.source_kind is null or l.source_kind = r.source_kind or l.reference <> r.reference
          or s.sides is distinct from 2`),
    unfinishedStatements: await one("select count(*) from fintrack.statements where status <> 'imported'"),
    outboxCount: await one('select count(*) from fintrack.outbox'),
  };
}

function isAsFiled(row: Row, found: readonly StoredRow[]): boolean {
  const [stored] = found;
  return found.length === 1 && stored?.amount_minor === row.amountMinor.toString() && stored.booking_date === row.bookingDate && stored.state === row.state;
}

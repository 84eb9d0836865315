import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '@fintrack/service-kit';
import { sql } from 'kysely';
import { type Entry, importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';
import { newId } from '../new-id.ts';
import { PostgresPassBooks } from '../store/postgres-pass-books.ts';
import { type PassSurroundings, runPass } from './run-pass.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const surroundings = (more: Partial<PassSurroundings> = {}): PassSurroundings => ({ books: new PostgresPassBooks(bed.db), now: () => new Date(), newId, rowsMax: 10_000, ...more });

/** Entries that leave all kinds of outcomes: pairs, near misses, ambiguous ones, loners. The same for the same seed. */
function entries(seed: number, count: number): Entry[] {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  return Array.from({ length: count }, () => ({
    amountMinor: 100 + random(40) * 10 + random(3),
    bookingDate: `2026-11-${String(1 + random(20)).padStart(2, '0')}`,
    reference: random(3) === 0 ? `R${random(30)}` : null,
  }));
}

interface Tally {
  readonly transactions: number;
  readonly states: number;
  readonly matches: number;
  readonly brokenSides: number;
}

/** What must hold whatever ran: a state for each transaction, and for each match exactly its two transactions in the state it says. */
async function tally(tenantId: string): Promise<Tally> {
  const { rows } = await inTenant(bed.db, tenantId, (transaction) =>
    sql<Tally>`
      select
        (select count(*)::int from transactions) as transactions,
        (select count(*)::int from transaction_states) as states,
        (select count(*)::int from matches where state <> 'rejected') as matches,
        (select count(*)::int from matches m where m.state <> 'rejected' and 2 <> (
          select count(*) from transaction_states s
          where s.match_id = m.match_id and s.transaction_id in (m.left_transaction_id, m.right_transaction_id)
            and s.state = case m.state when 'confirmed' then 'matched' else 'suggested' end)) as "brokenSides"`.execute(transaction));
  return rows[0] as Tally;
}

async function seeded(seed: number, count = 150) {
  const client = await bed.client();
  for (const [index, kind] of (['bank', 'ledger', 'processor'] as const).entries()) await importEntries(bed.db, client.tenantId, kind, entries(seed + index, count));
  return client;
}

describe('runPass', () => {
  it('leaves every transaction in exactly one state', async () => {
    const { tenantId } = await seeded(1);
    const result = await runPass({ tenantId, trigger: 'request', requestedBy: 'x' }, surroundings());
    const { transactions, states, matches, brokenSides } = await tally(tenantId);
    expect({ transactions, states, brokenSides }).toEqual({ transactions: 450, states: 450, brokenSides: 0 });
    expect(matches).toBeGreaterThan(50);
    const summary = result.ok && result.value !== 'covered' ? result.value : undefined;
    expect((summary?.matchedCount ?? 0) + (summary?.suggestedCount ?? 0) + (summary?.exceptionCount ?? 0)).toBe(450);
    expect(summary).toMatchObject({ leftCount: 300, rightCount: 150 });
  });

  it('neither matches twice nor deadlocks when passes, imports and decisions run at once', async () => {
    const { tenantId, call } = await seeded(10);
    const pass = () => runPass({ tenantId, trigger: 'ingest', requestedBy: null }, surroundings());
    await pass();
    const checker = await bed.client({ tenantId });
    const suggested = (await call('GET', '/api/matches?state=suggested')).body.items as { matchId: string }[];
    expect(suggested.length).toBeGreaterThan(4);
    const results = await Promise.all([
      pass(),
      importEntries(bed.db, tenantId, 'ledger', entries(20, 100)).then(pass),
      importEntries(bed.db, tenantId, 'bank', entries(30, 100)).then(pass),
      ...suggested.slice(0, 8).map(({ matchId }, index) => checker.call('POST', `/api/matches/${matchId}/${index % 2 === 0 ? 'confirm' : 'reject'}`)),
      pass(),
    ]);
    for (const result of results) {
      // A suggestion may have been withdrawn for a better one before its turn came.
      if ('status' in result) expect([200, 404]).toContain(result.status);
      else expect(result.ok).toBe(true);
    }
    await pass();
    expect(await tally(tenantId)).toMatchObject({ transactions: 650, states: 650, brokenSides: 0 });
  });

  it('gives up a suggestion for the exact counterpart that comes later', async () => {
    const client = await bed.client();
    const booked = { bookingDate: '2026-11-10', reference: 'INV-1' };
    await importEntries(bed.db, client.tenantId, 'bank', [{ ...booked, amountMinor: 5000 }]);
    await importEntries(bed.db, client.tenantId, 'ledger', [{ ...booked, amountMinor: 5050 }]);
    const pass = () => runPass({ tenantId: client.tenantId, trigger: 'ingest', requestedBy: null }, surroundings());
    await pass();
    expect((await client.call('GET', '/api/matches?state=suggested')).body.items).toHaveLength(1);
    await importEntries(bed.db, client.tenantId, 'ledger', [{ ...booked, amountMinor: 5000 }]);
    await pass();
    expect((await client.call('GET', '/api/matches?state=suggested')).body.items).toEqual([]);
    expect((await client.call('GET', '/api/matches?state=confirmed')).body.items).toHaveLength(1);
    expect(await tally(client.tenantId)).toMatchObject({ transactions: 3, states: 3, brokenSides: 0 });
    expect((await client.call('GET', '/api/exceptions')).body.items).toMatchObject([{ reason: 'no_counterpart' }]);
  });

  it('changes nothing when it runs again', async () => {
    const { tenantId } = await seeded(40);
    await runPass({ tenantId, trigger: 'ingest', requestedBy: null }, surroundings());
    const dump = () =>
      inTenant(bed.db, tenantId, async (transaction) => (await sql`select transaction_id, state, match_id, reason, updated_at, reconciliation_id from transaction_states order by 1`.execute(transaction)).rows);
    const before = await dump();
    await runPass({ tenantId, trigger: 'ingest', requestedBy: null }, surroundings());
    expect(await dump()).toEqual(before);
  });

  it('goes on in further passes where one may not hold all transactions', async () => {
    const { tenantId } = await seeded(50, 40);
    const sizes: number[] = [];
    const result = await runPass({ tenantId, trigger: 'ingest', requestedBy: null }, surroundings({ rowsMax: 50, onTimings: ({ transactionCount }) => sizes.push(transactionCount) }));
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(50);
    expect(await tally(tenantId)).toMatchObject({ transactions: 120, states: 120, brokenSides: 0 });
    const summary = result.ok && result.value !== 'covered' ? result.value : undefined;
    expect((summary?.matchedCount ?? 0) + (summary?.suggestedCount ?? 0) + (summary?.exceptionCount ?? 0)).toBe(120);
  });

  it('stores nothing when it fails on the way', async () => {
    const { tenantId } = await seeded(60, 20);
    const failing = surroundings({ onStep: (step) => (step === 'before_commit' ? Promise.reject(new Error('stop')) : undefined) });
    await expect(runPass({ tenantId, trigger: 'ingest', requestedBy: null }, failing)).rejects.toThrow('stop');
    expect(await tally(tenantId)).toMatchObject({ transactions: 60, states: 0, matches: 0 });
    const left = await inTenant(bed.db, tenantId, async (transaction) => [
      ...(await transaction.selectFrom('outbox').select('event_id').execute()), ...(await transaction.selectFrom('reconciliations').select('reconciliation_id').execute()),
    ]);
    expect(left).toEqual([]);
  });

  it('works for one tenant while another’s pass is held up', async () => {
    const slow = await seeded(70, 10);
    const quick = await seeded(80, 10);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = runPass({ tenantId: slow.tenantId, trigger: 'ingest', requestedBy: null }, surroundings({ onStep: () => held }));
    expect(await runPass({ tenantId: quick.tenantId, trigger: 'ingest', requestedBy: null }, surroundings())).toMatchObject({ ok: true });
    release();
    expect(await first).toMatchObject({ ok: true });
  });
});

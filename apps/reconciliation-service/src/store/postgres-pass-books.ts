import type { Database } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { HoldBookError, PassBook, PassBooks } from '../domain/pass-book.ts';
import { PostgresPassBook } from './postgres-pass-book.ts';
import { PassGate } from './pass-gate.ts';
import { lockTenant } from './tenant-lock.ts';

/** A pass takes seconds; who waits longer for its turn had better come again. */
const LOCK_WAIT_MS = 10_000;
const LOCK_NOT_AVAILABLE = '55P03';
const PASSES_AT_ONCE_MAX = 2;

export class PostgresPassBooks implements PassBooks {
  readonly #db: Kysely<Database>;
  readonly #gate = new PassGate(PASSES_AT_ONCE_MAX);

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async hold<Value>(tenantId: string, work: (book: PassBook) => Promise<Value>): Promise<{ ok: true; value: Value } | { ok: false; error: HoldBookError }> {
    if (!(await this.#gate.enter(tenantId, LOCK_WAIT_MS))) return running;
    try {
      const value = await inTenant(this.#db, tenantId, async (transaction) => {
        await lockTenant(transaction, tenantId, 'exclusive', LOCK_WAIT_MS);
        await preferBulkPlans(transaction);
        return work(new PostgresPassBook(transaction, tenantId));
      });
      return { ok: true, value };
    } catch (error) {
      if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return running;
      throw error;
    } finally {
      this.#gate.leave(tenantId);
    }
  }
}

const running = { ok: false, error: { code: 'reconciliation_running' } } as const;

/** Compiling costs more than these few statements run; their hashes and sorts are large. */
async function preferBulkPlans(transaction: Transaction<Database>): Promise<void> {
  await sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`.execute(transaction);
}

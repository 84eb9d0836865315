import type { Account, SourceKind, Transaction } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type ListPage, pageOf, type PageRequest } from '../domain/page.ts';
import type { AccountPosition, TransactionFilter, TransactionPosition, Transactions } from '../domain/transactions.ts';
import { accountOfTransaction, coreColumns, coreOf, type CoreRow, lookUp, transactionOfState } from './transaction-core.ts';
import { uncoveredStatementIds } from './uncovered-statements.ts';

interface TransactionRow extends CoreRow {
  readonly value_date: string | null;
  readonly account_id: string;
  readonly statement_id: string;
  readonly bank_reference: string | null;
  readonly counterparty_account: string | null;
  readonly transaction_code: string | null;
  readonly ingested_at: Date;
  readonly state: Transaction['state'];
  readonly match_id: string | null;
  readonly reason: string | null;
}

export class PostgresTransactions implements Transactions {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async list(tenantId: string, { limit, after }: PageRequest<TransactionPosition>, filter: TransactionFilter): Promise<ListPage<Transaction, TransactionPosition>> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => {
        const leader = sql.raw(leaderOf(filter));
        const conditions = [sql`t.tenant_id = ${tenantId}`, ...filterConditions(filter)];
        if (after !== undefined) conditions.push(sql`(${leader}.booking_date, ${leader}.transaction_id) < (${after.bookingDate}::date, ${after.transactionId}::uuid)`);
        const { rows } = await sql<TransactionRow>`
          select
            ${coreColumns}, t.value_date, t.account_id, t.statement_id, t.bank_reference, t.counterparty_account, t.transaction_code,
            t.ingested_at, coalesce(s.state, 'unmatched') as state, s.match_id, s.reason
          from ${source(filter)}
          ${accountOfTransaction}
          where ${sql.join([...conditions, ...stateConditions(tenantId, filter)], sql` and `)}
          order by ${leader}.booking_date desc, ${leader}.transaction_id desc
          limit ${limit + 1}`.execute(transaction);
        return pageOf(rows, limit, transactionOf, (row) => ({ bookingDate: row.booking_date, transactionId: row.transaction_id }));
      },
      { readOnly: true },
    );
  }

  async accounts(tenantId: string, { limit, after }: PageRequest<AccountPosition>, sourceKind?: SourceKind): Promise<ListPage<Account, AccountPosition>> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => {
        let query = transaction.selectFrom('accounts').selectAll().where('tenant_id', '=', tenantId);
        if (sourceKind !== undefined) query = query.where('source_kind', '=', sourceKind);
        if (after !== undefined) query = query.where(sql<boolean>`(source_kind, identifier) > (${after.sourceKind}, ${after.identifier})`);
        const rows = await query.orderBy('source_kind').orderBy('identifier').limit(limit + 1).execute();
        return pageOf(
          rows,
          limit,
          (row) => ({ accountId: row.account_id, sourceKind: row.source_kind, identifier: row.identifier, currency: row.currency, name: row.name }),
          (row) => ({ sourceKind: row.source_kind, identifier: row.identifier }),
        );
      },
      { readOnly: true },
    );
  }
}

/** Few transactions are exceptions or suggested, and those have an index by date: for them the states lead the plan. */
function leaderOf({ state }: TransactionFilter): 's' | 't' {
  return state === 'exception' || state === 'suggested' ? 's' : 't';
}

function source(filter: TransactionFilter): RawBuilder<unknown> {
  return leaderOf(filter) === 's' ? sql`transaction_states s ${transactionOfState}` : sql`transactions t left ${stateOfTransaction}`;
}

const stateOfTransaction = lookUp('s', 'transaction_states', 'tenant_id = t.tenant_id and transaction_id = t.transaction_id');

function stateConditions(tenantId: string, { state }: TransactionFilter): RawBuilder<unknown>[] {
  if (state === undefined) return [];
  // Whatever a pass has not covered yet lies in few statements; looking through all transactions would take seconds.
  if (state === 'unmatched') return [sql`s.transaction_id is null`, sql`t.statement_id in (${uncoveredStatementIds(tenantId)})`];
  return [sql`s.state = ${state}`, ...(leaderOf({ state }) === 's' ? [sql`s.tenant_id = ${tenantId}`] : [])];
}

function filterConditions({ sourceKind, accountId, statementId, from, to }: TransactionFilter): RawBuilder<unknown>[] {
  return [
    ...(sourceKind === undefined ? [] : [sql`t.source_kind = ${sourceKind}`]),
    ...(accountId === undefined ? [] : [sql`t.account_id = ${accountId}`]),
    ...(statementId === undefined ? [] : [sql`t.statement_id = ${statementId}`]),
    ...(from === undefined ? [] : [sql`t.booking_date >= ${from}::date`]),
    ...(to === undefined ? [] : [sql`t.booking_date <= ${to}::date`]),
  ];
}

function transactionOf(row: TransactionRow): Transaction {
  return {
    ...coreOf(row),
    valueDate: row.value_date,
    accountId: row.account_id,
    statementId: row.statement_id,
    bankReference: row.bank_reference,
    counterpartyAccount: row.counterparty_account,
    transactionCode: row.transaction_code,
    state: row.state,
    matchId: row.match_id,
    exceptionReason: row.reason,
    ingestedAt: row.ingested_at.toISOString(),
  };
}

import type { Account, SourceKind, Transaction, TransactionState } from '@fintrack/contracts';
import type { ListPage, PageRequest } from './page.ts';

/** Lists of transactions and exceptions go by booking date. */
export interface TransactionPosition {
  readonly bookingDate: string;
  readonly transactionId: string;
}

export interface TransactionFilter {
  readonly state?: TransactionState | undefined;
  readonly sourceKind?: SourceKind | undefined;
  readonly accountId?: string | undefined;
  readonly statementId?: string | undefined;
  /** First booking date. */
  readonly from?: string | undefined;
  /** Last booking date, inclusive. */
  readonly to?: string | undefined;
}

export interface AccountPosition {
  readonly sourceKind: string;
  readonly identifier: string;
}

export interface Transactions {
  /** Newest booking date first. */
  list(tenantId: string, page: PageRequest<TransactionPosition>, filter: TransactionFilter): Promise<ListPage<Transaction, TransactionPosition>>;
  accounts(tenantId: string, page: PageRequest<AccountPosition>, sourceKind?: SourceKind): Promise<ListPage<Account, AccountPosition>>;
}

import type { operations } from '@fintrack/contracts';
import type { Handlers } from '@fintrack/service-kit';
import type { Transactions } from '../domain/transactions.ts';
import { accountCursor, transactionCursor } from './cursors.ts';
import { listPage } from './list-page.ts';

type Operations = (typeof operations)['reconciliation-service'];

export function transactionHandlers(transactions: Transactions): Pick<Handlers<Operations>, 'listTransactions' | 'listAccounts'> {
  return {
    listTransactions: async ({ query, principal }) => listPage(transactionCursor, query, (page) => transactions.list(principal.tenantId, page, query)),
    listAccounts: async ({ query, principal }) => listPage(accountCursor, query, (page) => transactions.accounts(principal.tenantId, page, query.sourceKind)),
  };
}

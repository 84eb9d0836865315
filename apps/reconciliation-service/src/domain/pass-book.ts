import type { Reconciliation } from '@fintrack/contracts';
import type { Rule } from '@fintrack/matching';
import type { PassTransaction, RejectedPair } from './pass-transaction.ts';
import type { PassPlan } from './plan-pass.ts';

/** What a pass works on. */
export interface OpenTransactions {
  readonly transactions: readonly PassTransaction[];
  /** Statements that are wholly covered once the pass is stored. */
  readonly statementIds: readonly string[];
  /** Whether further transactions wait because the pass took as many as it may. */
  readonly more: boolean;
}

/** Transactions of a tenant by state, over all time. */
export interface Totals {
  readonly leftCount: number;
  readonly rightCount: number;
  readonly matchedCount: number;
  readonly suggestedCount: number;
  readonly exceptionCount: number;
}

/** One tenant's books, held by one transaction that no other pass or decision of the tenant shares. */
export interface PassBook {
  /** Whether a match pass has covered the statement. */
  isCovered(statementId: string): Promise<boolean>;
  rules(): Promise<readonly Rule[]>;
  openTransactions(rowsMax: number): Promise<OpenTransactions>;
  rejectedPairs(transactions: readonly PassTransaction[]): Promise<readonly RejectedPair[]>;
  store(reconciliationId: string, plan: PassPlan, statementIds: readonly string[], at: Date): Promise<void>;
  totals(): Promise<Totals>;
  /** Stores the summary and the event that tells of it. */
  complete(reconciliation: Reconciliation): Promise<void>;
}

export type HoldBookError = { readonly code: 'reconciliation_running' };

/** Opens a tenant's books for one pass. */
export interface PassBooks {
  /** Commits when `work` resolves; rolls back when it throws. */
  hold<Value>(tenantId: string, work: (book: PassBook) => Promise<Value>): Promise<{ ok: true; value: Value } | { ok: false; error: HoldBookError }>;
}

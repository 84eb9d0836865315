import type { ExceptionItem, Reconciliation, RuleSummary, SourceKind, TransactionState } from '@fintrack/contracts';

/** Which transactions a report is about; days are YYYY-MM-DD and inclusive. */
export interface ReportFilter {
  /** @default from the beginning */
  readonly from?: string | undefined;
  /** @default to the end */
  readonly to?: string | undefined;
  /** @default all */
  readonly sourceKind?: SourceKind | undefined;
}

/** What became of a transaction; `exception` is an open one, `resolved` one that a person has resolved. */
export type ReportState = TransactionState | 'resolved';

/** Transactions of one source, currency and state. */
export interface TransactionGroup {
  readonly sourceKind: SourceKind;
  readonly currency: string;
  readonly state: ReportState;
  readonly count: number;
  readonly sumMinor: bigint;
}

/** Open exceptions booked on one day. */
export interface ExceptionDay {
  readonly bookingDate: string;
  readonly count: number;
}

export interface ExceptionPosition {
  readonly bookingDate: string;
  readonly transactionId: string;
}

export interface SummaryFacts {
  readonly groups: readonly TransactionGroup[];
  /** Of all passes, most pairs first. */
  readonly byRule: readonly RuleSummary[];
  readonly lastReconciliation: Reconciliation | null;
}

export interface ExceptionPageRequest {
  readonly limit: number;
  /** The last exception of the page before. @default from the beginning */
  readonly after?: ExceptionPosition | undefined;
}

export interface ExceptionPage {
  /** By booking date, then transaction id. */
  readonly items: readonly ExceptionItem[];
  /** Where the next page goes on; undefined on the last. */
  readonly next?: ExceptionPosition | undefined;
}

export interface ExceptionFacts extends ExceptionPage {
  /** Of all pages. */
  readonly days: readonly ExceptionDay[];
}

/** What reports are made of. Each call sees one moment of the tenant's data. */
export interface Reports {
  summary(tenantId: string, filter: ReportFilter): Promise<SummaryFacts>;
  /** Open exceptions: how many there are by day, and one page of them. */
  exceptions(tenantId: string, filter: ReportFilter, page: ExceptionPageRequest): Promise<ExceptionFacts>;
  /** The page alone. */
  exceptionPage(tenantId: string, filter: ReportFilter, page: ExceptionPageRequest): Promise<ExceptionPage>;
}

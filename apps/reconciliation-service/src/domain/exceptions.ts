import type { ExceptionItem, SourceKind } from '@fintrack/contracts';
import type { Result } from '@fintrack/matching';
import type { ListPage, PageRequest } from './page.ts';
import type { TransactionPosition } from './transactions.ts';

export interface ExceptionFilter {
  /** @default both open and resolved ones */
  readonly resolved?: boolean | undefined;
  readonly sourceKind?: SourceKind | undefined;
}

export interface Resolution {
  readonly resolution: string;
  readonly resolvedBy: string;
  readonly resolvedAt: Date;
}

export interface Exceptions {
  /** Oldest booking date first. */
  list(tenantId: string, page: PageRequest<TransactionPosition>, filter: ExceptionFilter): Promise<ListPage<ExceptionItem, TransactionPosition>>;
  resolve(tenantId: string, transactionId: string, resolution: Resolution): Promise<Result<ExceptionItem, { readonly code: 'exception_not_found' | 'exception_already_resolved' }>>;
}

import type { SourceKind, Statement, StatementFormat, StatementStatus } from '@fintrack/contracts';
import type { ListPage, PageRequest } from './page.ts';

export interface NewStatement {
  readonly statementId: string;
  readonly sourceKind: SourceKind;
  readonly format: StatementFormat | null;
  readonly fileName: string;
  readonly objectKey: string;
  readonly sha256: Uint8Array;
  readonly sizeBytes: number;
  /** How to read a CSV file, as uploaded. */
  readonly mapping: object | null;
  readonly uploadedBy: string;
  readonly receivedAt: Date;
}

/** Newest first. */
export interface StatementPosition {
  readonly receivedAt: string;
  readonly statementId: string;
}

export interface Statements {
  /** Stores the statement and the event that has it read. */
  receive(tenantId: string, statement: NewStatement): Promise<Statement>;
  list(tenantId: string, page: PageRequest<StatementPosition>, status?: StatementStatus): Promise<ListPage<Statement, StatementPosition>>;
  find(tenantId: string, statementId: string): Promise<Statement | undefined>;
  /** Whether a statement that came in since `since` still waits to be read. */
  isReading(tenantId: string, since: Date): Promise<boolean>;
}

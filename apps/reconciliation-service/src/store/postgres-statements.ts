import type { Statement, StatementError, StatementStatus } from '@fintrack/contracts';
import type { Database, Statements as StatementsTable } from '@fintrack/database';
import { inTenant } from '@fintrack/service-kit';
import { type Kysely, type Selectable, sql } from 'kysely';
import { type ListPage, pageOf, type PageRequest } from '../domain/page.ts';
import type { NewStatement, StatementPosition, Statements } from '../domain/statements.ts';
import { appendEvent } from './append-event.ts';

export class PostgresStatements implements Statements {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async receive(tenantId: string, statement: NewStatement): Promise<Statement> {
    const { statementId, sourceKind, objectKey, sizeBytes } = statement;
    return inTenant(this.#db, tenantId, async (transaction) => {
      const row = await transaction
        .insertInto('statements')
        .values({
          tenant_id: tenantId,
          statement_id: statementId,
          source_kind: sourceKind,
          format: statement.format,
          file_name: statement.fileName,
          object_key: objectKey,
          sha256: Buffer.from(statement.sha256),
          size_bytes: BigInt(sizeBytes),
          mapping: statement.mapping === null ? null : JSON.stringify(statement.mapping),
          uploaded_by: statement.uploadedBy,
          received_at: statement.receivedAt,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await appendEvent(transaction, tenantId, 'statement.received', { statementId, sourceKind, objectKey, sizeBytes });
      return statementOf(row);
    });
  }

  async list(tenantId: string, { limit, after }: PageRequest<StatementPosition>, status?: StatementStatus): Promise<ListPage<Statement, StatementPosition>> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => {
        let query = transaction.selectFrom('statements').selectAll().where('tenant_id', '=', tenantId);
        if (status !== undefined) query = query.where('status', '=', status);
        if (after !== undefined) query = query.where(sql<boolean>`(received_at, statement_id) < (${after.receivedAt}::timestamptz, ${after.statementId}::uuid)`);
        const rows = await query.orderBy('received_at', 'desc').orderBy('statement_id', 'desc').limit(limit + 1).execute();
        return pageOf(rows, limit, statementOf, (row) => ({ receivedAt: row.received_at.toISOString(), statementId: row.statement_id }));
      },
      { readOnly: true },
    );
  }

  async isReading(tenantId: string, since: Date): Promise<boolean> {
    const row = await inTenant(
      this.#db,
      tenantId,
      (transaction) =>
        transaction.selectFrom('statements').select('statement_id')
          .where('tenant_id', '=', tenantId).where('status', '=', 'received').where('received_at', '>=', since)
          .limit(1).executeTakeFirst(),
      { readOnly: true },
    );
    return row !== undefined;
  }

  async find(tenantId: string, statementId: string): Promise<Statement | undefined> {
    return inTenant(
      this.#db,
      tenantId,
      async (transaction) => {
        const row = await transaction.selectFrom('statements').selectAll().where('tenant_id', '=', tenantId).where('statement_id', '=', statementId).executeTakeFirst();
        return row && statementOf(row);
      },
      { readOnly: true },
    );
  }
}

function statementOf(row: Selectable<StatementsTable>): Statement {
  return {
    statementId: row.statement_id,
    sourceKind: row.source_kind,
    format: row.format,
    fileName: row.file_name,
    sha256: row.sha256.toString('hex'),
    sizeBytes: Number(row.size_bytes),
    status: row.status,
    error: row.error as StatementError | null,
    entryCount: row.entry_count,
    newCount: row.new_count,
    duplicateCount: row.duplicate_count,
    uploadedBy: row.uploaded_by,
    receivedAt: row.received_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

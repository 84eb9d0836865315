import type { operations } from '@fintrack/contracts';
import { type Handlers, problem, type ProblemReply, reply } from '@fintrack/service-kit';
import { storeUpload } from '../domain/receive-statement.ts';
import type { StatementFiles } from '../domain/statement-files.ts';
import type { Statements } from '../domain/statements.ts';
import { statementCursor } from './cursors.ts';
import { listPage } from './list-page.ts';
import { receiveUpload } from './receive-upload.ts';

type Operations = (typeof operations)['reconciliation-service'];

export interface StatementHandlersOptions {
  readonly files: StatementFiles;
  readonly statements: Statements;
  readonly sizeBytesMax: number;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Told when a statement waits to be sent to its reader. */
  readonly onReceived: () => void;
}

export function statementHandlers(options: StatementHandlersOptions): Pick<Handlers<Operations>, 'uploadStatement' | 'submitTransactions' | 'listStatements' | 'getStatement'> {
  const { files, statements, sizeBytesMax, now, newId, onReceived } = options;
  return {
    uploadStatement: async ({ http, principal }) => receiveUpload(http, principal, options),

    submitTransactions: async ({ body, principal }) => {
      const stored = await storeUpload(
        {
          tenantId: principal.tenantId,
          statementId: newId(),
          sourceKind: body.sourceKind,
          format: 'json',
          fileName: 'transactions.json',
          mapping: null,
          uploadedBy: principal.userId,
          receivedAt: now(),
          content: once(Buffer.from(JSON.stringify(body))),
        },
        files,
        statements,
        sizeBytesMax,
      );
      if (!stored.ok) return tooLarge(sizeBytesMax);
      const statement = await stored.value.accept();
      onReceived();
      return reply(202, statement);
    },

    listStatements: async ({ query, principal }) => listPage(statementCursor, query, (page) => statements.list(principal.tenantId, page, query.status)),

    getStatement: async ({ params, principal }) => {
      const statement = await statements.find(principal.tenantId, params.statementId);
      return statement === undefined ? problem('statement_not_found') : reply(200, statement);
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

export function tooLarge(sizeBytesMax: number): ProblemReply<'body_too_large'> {
  return problem('body_too_large', { detail: `A statement has at most ${sizeBytesMax} bytes.` });
}

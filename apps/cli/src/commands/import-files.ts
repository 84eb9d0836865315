import { operations, type SourceKind, type Statement, type StatementFormat } from '@fintrack/contracts';
import { multipartFile } from '../api/multipart-file.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { startProgress } from '../output/progress.ts';
import { statementColumns } from '../output/statement-columns.ts';
import { type ImportFile, readImportFiles, readMapping } from './read-import-files.ts';
import { waitForStatements } from './wait-for-statements.ts';

const { uploadStatement } = operations['reconciliation-service'];
/** A file of the largest size over a slow line. */
const UPLOAD_TIMEOUT_MS = 3_600_000;

export interface ImportOptions {
  readonly source?: SourceKind;
  readonly format?: StatementFormat;
  /** Path of a JSON file. */
  readonly mapping?: string;
  readonly wait?: boolean;
  /** Seconds to wait at most. */
  readonly timeout: number;
}

/** Uploads files one after another and, where asked, waits until they are read. */
export async function importFiles(context: Context, paths: readonly string[], options: ImportOptions): Promise<void> {
  const { output, client } = context;
  const mapping = options.mapping === undefined ? undefined : readMapping(options.mapping);
  const files = readImportFiles(paths, options.source);
  const uploaded: Statement[] = [];
  for (const file of files) uploaded.push(await upload(context, file, { ...(options.format ? { format: options.format } : {}), ...(mapping ? { mapping } : {}) }, uploaded));
  if (options.wait !== true) {
    output.result(uploaded, () => output.table(statementColumns, uploaded));
    output.note('\nThe files are being read; `fintrack status` shows how far they are.');
    return;
  }
  const statements = await waitForStatements(client, uploaded, context.streams.stderr, options.timeout * 1000);
  output.result(statements, () => output.table(statementColumns, statements));
  assertImported(statements);
}

async function upload({ client, streams }: Context, file: ImportFile, more: Readonly<Record<string, string>>, before: readonly Statement[]): Promise<Statement> {
  const progress = startProgress(streams.stderr, `Uploading ${file.name}`, file.sizeBytes, 'bytes');
  const { contentType, body } = multipartFile({ sourceKind: file.sourceKind, ...more }, { field: uploadStatement.body.file, path: file.path, fileName: file.name }, progress.advance);
  try {
    const response = await client.sendAs(uploadStatement, {
      method: 'POST', url: client.address + uploadStatement.path, headers: { 'content-type': contentType, accept: 'application/json' }, body, timeoutMs: UPLOAD_TIMEOUT_MS,
    });
    return (await response.json()) as Statement;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const earlier = before.length === 0 ? [] : [`Uploaded before it: ${before.map(({ fileName }) => fileName).join(', ')}.`];
    const hint = [...earlier, ...(error.hint === undefined ? [] : [error.hint])].join('\n');
    throw new CliError(error.code, `${file.path} was not uploaded: ${error.message}`, {
      exitCode: error.exitCode, errors: error.errors, cause: error, ...(hint === '' ? {} : { hint }),
    });
  } finally {
    progress.done();
  }
}

function assertImported(statements: readonly Statement[]): void {
  const rejected = statements.filter(({ status }) => status === 'rejected');
  if (rejected.length === 0) return;
  const faults = rejected.map(({ fileName, error }) => `  ${fileName}: ${error ? faultText(error) : 'no reason given'}`);
  throw new CliError('statement_rejected', `${rejected.length} of ${statements.length} files could not be read; nothing of them was stored.\n${faults.join('\n')}`, { exitCode: exitCodes.rejectedFile });
}

/** The message says line and field itself where the reader knew them while it wrote it. */
function faultText({ code, line, field, message }: NonNullable<Statement['error']>): string {
  const place = [line === null ? '' : `line ${line}`, field ?? ''].filter((part) => part !== '' && !message.includes(part)).join(', ');
  return `${place === '' ? '' : `${place}: `}${message} (${code})`;
}

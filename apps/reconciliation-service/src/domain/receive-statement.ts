import type { SourceKind, Statement, StatementFormat } from '@fintrack/contracts';
import type { StatementFiles, StoreFileError } from './statement-files.ts';
import type { Statements } from './statements.ts';

export interface ReceivedFile {
  readonly tenantId: string;
  readonly statementId: string;
  readonly sourceKind: SourceKind;
  readonly format: StatementFormat | null;
  readonly fileName: string;
  readonly mapping: object | null;
  readonly uploadedBy: string;
  readonly receivedAt: Date;
  readonly content: AsyncIterable<Uint8Array>;
}

/** A file that is stored and not yet a statement: `accept` makes it one, `discard` removes it. */
export interface StoredUpload {
  accept(): Promise<Statement>;
  discard(): Promise<void>;
}

export type StoreUploadResult = { readonly ok: true; readonly value: StoredUpload } | { readonly ok: false; readonly error: StoreFileError };

/** Streams the file to its place. Whoever calls sees the rest of the request before accepting or discarding it. */
export async function storeUpload(file: ReceivedFile, files: StatementFiles, statements: Statements, sizeBytesMax: number): Promise<StoreUploadResult> {
  const { tenantId, content, ...about } = file;
  const objectKey = `${tenantId}/${file.statementId}`;
  const stored = await files.put(objectKey, content, sizeBytesMax);
  if (!stored.ok) return stored;
  const discard = () => files.remove(objectKey);
  const accept = async () => {
    try {
      return await statements.receive(tenantId, { ...about, objectKey, ...stored.value });
    } catch (error) {
      // A connection that is lost in the commit leaves open whether the statement exists; a file too many is better than one too few.
      const isAbsent = await statements.find(tenantId, file.statementId).then((found) => found === undefined, () => false);
      if (isAbsent) await discard();
      throw error;
    }
  };
  return { ok: true, value: { accept, discard } };
}

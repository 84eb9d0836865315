export interface StoredFile {
  readonly sha256: Uint8Array;
  readonly sizeBytes: number;
}

export type StoreFileError =
  | { readonly code: 'statement_too_large'; readonly sizeBytesMax: number }
  | { readonly code: 'statement_empty' };

export type StoreFileResult =
  | { readonly ok: true; readonly value: StoredFile }
  | { readonly ok: false; readonly error: StoreFileError };

/** Where statements lie as they came in. */
export interface StatementFiles {
  /** Stores the stream under `objectKey` while hashing it; on an error nothing is left under that key. */
  put(objectKey: string, content: AsyncIterable<Uint8Array>, sizeBytesMax: number): Promise<StoreFileResult>;
  remove(objectKey: string): Promise<void>;
}

import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { StatementFiles, StoreFileResult } from '../domain/statement-files.ts';

/** S3's least part size; with two parts in flight an upload holds at most 15 MiB. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_IN_FLIGHT = 2;

class ContentTooLarge extends Error {}

export class S3StatementFiles implements StatementFiles {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  async put(objectKey: string, content: AsyncIterable<Uint8Array>, sizeBytesMax: number): Promise<StoreFileResult> {
    const meter = new Meter(sizeBytesMax);
    const upload = new Upload({
      client: this.#s3,
      params: { Bucket: this.#bucket, Key: objectKey, Body: meter },
      partSize: PART_BYTES,
      queueSize: PARTS_IN_FLIGHT,
      leavePartsOnError: false,
    });
    const [read, stored] = await Promise.allSettled([pipeline(content, meter), this.#done(upload, meter)]);
    const failed = [read, stored].find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      // Whichever failed, the object may be there: the other side may have seen an end.
      await this.remove(objectKey);
      const reason: unknown = failed.reason;
      if (reason instanceof ContentTooLarge) return { ok: false, error: { code: 'statement_too_large', sizeBytesMax } };
      throw reason;
    }
    if (meter.sizeBytes === 0) {
      await this.remove(objectKey);
      return { ok: false, error: { code: 'statement_empty' } };
    }
    return { ok: true, value: { sha256: meter.digest(), sizeBytes: meter.sizeBytes } };
  }

  /** Aborts the upload where it fails, so that no part of it stays, and stops what feeds it. */
  async #done(upload: Upload, meter: Meter): Promise<void> {
    try {
      await upload.done();
    } catch (error) {
      await upload.abort();
      meter.destroy(error as Error);
      throw error;
    }
  }

  async remove(objectKey: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: objectKey }));
  }
}

/** Passes bytes on while counting and hashing them; fails past the limit. */
class Meter extends Transform {
  sizeBytes = 0;
  readonly #hash = createHash('sha256');
  readonly #sizeBytesMax: number;

  constructor(sizeBytesMax: number) {
    super();
    this.#sizeBytesMax = sizeBytesMax;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null, chunk?: Buffer) => void) {
    this.sizeBytes += chunk.byteLength;
    if (this.sizeBytes > this.#sizeBytesMax) return done(new ContentTooLarge());
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): Buffer {
    return this.#hash.digest();
  }
}

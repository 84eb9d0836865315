import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface MultipartFile {
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
}

export interface FilePart {
  readonly field: string;
  readonly path: string;
  readonly fileName: string;
}

/**
 * A form of text fields and then one file, read as it is sent, so that a file of any size takes little memory.
 * @param onBytes told how many bytes of the file have gone out since the last call
 */
export function multipartFile(fields: Readonly<Record<string, string>>, file: FilePart, onBytes: (count: number) => void): MultipartFile {
  const boundary = `fintrack-${randomUUID()}`;
  const parts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`);
  const head = `${parts.join('')}--${boundary}\r\ncontent-disposition: form-data; name="${quoted(file.field)}"; filename="${quoted(file.fileName)}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(head);
    for await (const chunk of createReadStream(file.path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      yield chunk;
      onBytes(chunk.length);
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: ReadableStream.from(chunks()) as ReadableStream<Uint8Array> };
}

/** As browsers write names in a form: HTML, multipart/form-data encoding algorithm. */
function quoted(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

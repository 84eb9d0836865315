import type { MultipartFile } from '@fastify/multipart';
import type { Statement } from '@fintrack/contracts';
import { type Principal, problem, type ProblemReply, reply } from '@fintrack/service-kit';
import type { FastifyRequest } from 'fastify';
import { storeUpload, type StoredUpload } from '../domain/receive-statement.ts';
import { readUploadFields } from './read-upload-fields.ts';
import { type StatementHandlersOptions, tooLarge } from './statement-handlers.ts';

type UploadProblem = ProblemReply<'invalid_request' | 'invalid_mapping' | 'file_missing' | 'file_empty' | 'body_too_large' | 'unsupported_media_type'>;
type UploadReply = UploadProblem | ReturnType<typeof reply<202, Statement>>;

/** A mapping is the largest field; the catalog's column names fit into a fraction of it. */
const FIELD_BYTES_MAX = 16_384;
const FIELDS_MAX = 10;
/** What the form adds around the file. */
const FORM_BYTES_MAX = 262_144;
const FILE_NAME_LENGTH_MAX = 255;

/** Streams the file of a multipart request to its store, then accepts it as a statement. Fields come before the file. */
export async function receiveUpload(http: FastifyRequest, principal: Principal, options: StatementHandlersOptions): Promise<UploadReply> {
  if (!http.isMultipart()) return problem('unsupported_media_type', { detail: 'Upload a statement as multipart/form-data.' });
  if (Number(http.headers['content-length'] ?? 0) > options.sizeBytesMax + FORM_BYTES_MAX) return tooLarge(options.sizeBytesMax);
  const fields = new Map<string, string>();
  let upload: StoredUpload | undefined;
  try {
    for await (const part of http.parts({ limits: { fields: FIELDS_MAX, fieldSize: FIELD_BYTES_MAX, files: 1, fileSize: Infinity } })) {
      const fault = part.type === 'field' ? readField(fields, part.fieldname, part.value, part.valueTruncated) : faultOfFile(part, upload);
      if (fault !== undefined) {
        if (part.type === 'file') part.file.resume();
        await upload?.discard();
        return fault;
      }
      if (part.type === 'field') continue;
      const stored = await storeFile(part, fields, principal, options);
      if ('problem' in stored) {
        part.file.resume();
        return stored;
      }
      upload = stored;
    }
  } catch (error) {
    // The form broke off or broke its limits after the file.
    await upload?.discard();
    throw error;
  }
  if (upload === undefined) return problem('file_missing', { detail: 'The form has no file under the name “file”.' });
  const statement = await upload.accept();
  options.onReceived();
  return reply(202, statement);
}

function readField(fields: Map<string, string>, name: string, value: unknown, isTruncated: boolean): UploadProblem | undefined {
  // A part of type application/json arrives parsed.
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (isTruncated) return problem('invalid_request', { errors: [{ field: `/${name}`.slice(0, 300), expected: `at most ${FIELD_BYTES_MAX} bytes` }] });
  if (fields.has(name)) return problem('invalid_request', { errors: [{ field: `/${name}`.slice(0, 300), expected: 'to be given once' }] });
  fields.set(name, text);
  return undefined;
}

function faultOfFile({ fieldname }: MultipartFile, upload: StoredUpload | undefined): UploadProblem | undefined {
  if (fieldname === 'file' && upload === undefined) return undefined;
  return problem('file_missing', { detail: 'The form must have exactly one file, under the name “file”.' });
}

async function storeFile(part: MultipartFile, fields: ReadonlyMap<string, string>, principal: Principal, options: StatementHandlersOptions): Promise<StoredUpload | UploadProblem> {
  const read = readUploadFields(fields);
  if (!read.ok) return problem(read.error.code, { detail: 'The fields before the file are not as expected.', errors: read.error.errors });
  const stored = await storeUpload(
    {
      tenantId: principal.tenantId,
      statementId: options.newId(),
      sourceKind: read.value.sourceKind,
      format: read.value.format ?? null,
      fileName: fileNameOf(part.filename),
      mapping: read.value.mapping ?? null,
      uploadedBy: principal.userId,
      receivedAt: options.now(),
      // The stream stays whole when storing stops early: the rest of the request still runs through it.
      content: part.file.iterator({ destroyOnReturn: false }),
    },
    options.files,
    options.statements,
    options.sizeBytesMax,
  );
  if (stored.ok) return stored.value;
  return stored.error.code === 'statement_empty' ? problem('file_empty', { detail: 'The file has no bytes.' }) : tooLarge(options.sizeBytesMax);
}

/** The name alone, without folders and control characters, as far as the column holds it. */
function fileNameOf(given: string | undefined): string {
  const name = (given ?? '').toWellFormed().split(/[/\\]/).at(-1)?.replace(/[\u0000-\u001f\u007f]/g, '').trim() ?? '';
  return [...name].slice(-FILE_NAME_LENGTH_MAX).join('') || 'statement';
}

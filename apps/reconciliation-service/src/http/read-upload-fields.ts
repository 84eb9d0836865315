import { type FieldFault, StatementUpload } from '@fintrack/contracts';
import { compileSchema, fieldFaults } from '@fintrack/service-kit';

export type UploadFieldsError = { readonly code: 'invalid_request' | 'invalid_mapping'; readonly errors: readonly FieldFault[] };

export type UploadFieldsResult = { readonly ok: true; readonly value: StatementUpload } | { readonly ok: false; readonly error: UploadFieldsError };

const isUpload = compileSchema(StatementUpload);

/** The form fields of an upload, by contract; `mapping` is JSON text. An empty field counts as absent: forms send those. */
export function readUploadFields(fields: ReadonlyMap<string, string>): UploadFieldsResult {
  const upload: Record<string, unknown> = Object.fromEntries([...fields].filter(([, value]) => value !== ''));
  if (typeof upload['mapping'] === 'string') {
    try {
      upload['mapping'] = JSON.parse(upload['mapping']);
    } catch {
      return { ok: false, error: { code: 'invalid_mapping', errors: [{ field: '/mapping', expected: 'JSON' }] } };
    }
  }
  if (!isUpload(upload)) {
    const errors = fieldFaults(isUpload.errors ?? []);
    const code = errors.every(({ field }) => field.startsWith('/mapping')) ? 'invalid_mapping' : 'invalid_request';
    return { ok: false, error: { code, errors } };
  }
  const { format, mapping } = upload as StatementUpload;
  if (mapping !== undefined && format !== undefined && format !== 'csv') {
    return { ok: false, error: { code: 'invalid_mapping', errors: [{ field: '/mapping', expected: `to be absent, since the format is ${format}` }] } };
  }
  return { ok: true, value: upload as StatementUpload };
}

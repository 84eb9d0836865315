import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { Currency } from './money.ts';
import { page } from './page.ts';
import { Code, Instant, integer, nullable, oneOf, Sha256, strict, text, Uuid } from './primitives.ts';
import { SourceKind, StatementFormat, StatementStatus } from './vocabulary.ts';

export const StatementError = shape('StatementError', 'Why a file could not be read: where, and what was expected.', strict({
  code: Code, line: nullable(integer(1)), field: nullable(text(300)), message: text(2000),
}));
export type StatementError = Static<typeof StatementError>;

export const Statement = shape('Statement', 'An uploaded file. `format` is null until detected, the counts until imported.', strict({
  statementId: Uuid,
  sourceKind: SourceKind,
  format: nullable(StatementFormat),
  fileName: text(255),
  sha256: Sha256,
  sizeBytes: integer(0),
  status: StatementStatus,
  error: nullable(StatementError),
  entryCount: nullable(integer(0)),
  newCount: nullable(integer(0)),
  duplicateCount: nullable(integer(0)),
  uploadedBy: text(200),
  receivedAt: Instant,
  finishedAt: nullable(Instant),
}));
export type Statement = Static<typeof Statement>;

export const StatementPage = page('StatementPage', Statement);
export type StatementPage = Static<typeof StatementPage>;

export const CsvColumn = shape('CsvColumn', 'A column: its header, or its 1-based position.', Type.Union([text(200), integer(1, 1000)]));
export type CsvColumn = Static<typeof CsvColumn>;

const sharedColumns = {
  bookingDate: CsvColumn,
  valueDate: Type.Optional(CsvColumn),
  currency: Type.Optional(CsvColumn),
  reference: Type.Optional(CsvColumn),
  counterpartyName: Type.Optional(CsvColumn),
  counterpartyAccount: Type.Optional(CsvColumn),
  description: Type.Optional(CsvColumn),
  account: Type.Optional(CsvColumn),
};

export const CsvSignedColumns = shape('CsvSignedColumns', 'Columns of a file with one signed amount.', strict({ ...sharedColumns, amount: CsvColumn }));
export type CsvSignedColumns = Static<typeof CsvSignedColumns>;

export const CsvSplitColumns = shape('CsvSplitColumns', 'Columns of a file with credits and debits apart, both unsigned.', strict({ ...sharedColumns, credit: CsvColumn, debit: CsvColumn }));
export type CsvSplitColumns = Static<typeof CsvSplitColumns>;

export const CsvMapping = shape('CsvMapping', 'How to read a CSV file. `dateFormat` is made of YYYY, YY, MM, M, DD, D and separators.', strict({
  delimiter: Type.Optional(oneOf([',', ';', '\t', '|'])),
  hasHeader: Type.Boolean(),
  dateFormat: Type.String({ pattern: '^(?:YYYY|YY|MM|M|DD|D|[-./ ]){3,8}$' }),
  decimalSeparator: oneOf(['.', ',']),
  columns: Type.Union([CsvSignedColumns, CsvSplitColumns]),
  account: Type.Optional(text(64)),
  currency: Type.Optional(Currency),
}));
export type CsvMapping = Static<typeof CsvMapping>;

/** Fields of the multipart upload that precede the file; `mapping` is JSON text in the form. */
export const StatementUpload = shape('StatementUpload', 'What is said about an uploaded file; `mapping` applies to CSV.', strict({
  sourceKind: SourceKind, format: Type.Optional(StatementFormat), mapping: Type.Optional(CsvMapping),
}));
export type StatementUpload = Static<typeof StatementUpload>;

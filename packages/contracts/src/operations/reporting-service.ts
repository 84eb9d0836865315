import { Type } from 'typebox';
import { defineOperation, viewers } from '../define-operation.ts';
import { pageQuery } from '../shapes/page.ts';
import { LocalDate, oneOf, strict } from '../shapes/primitives.ts';
import { ExceptionsReport, SummaryReport } from '../shapes/reports.ts';
import { SourceKind } from '../shapes/vocabulary.ts';

/** `format` wins over the header Accept. */
const reportQuery = {
  from: Type.Optional(LocalDate), to: Type.Optional(LocalDate), sourceKind: Type.Optional(SourceKind), format: Type.Optional(oneOf(['json', 'csv'])),
};
const errors = { 400: ['invalid_period'], 406: ['not_acceptable'] } as const;

export const reportingOperations = {
  getSummaryReport: defineOperation({
    operationId: 'getSummaryReport', method: 'get', path: '/api/reports/summary', summary: 'The state of reconciliation by source and currency.', security: viewers,
    query: strict(reportQuery), errors,
    responses: { 200: { description: 'The report.', content: { 'application/json': SummaryReport, 'text/csv': null } } },
  }),
  getExceptionsReport: defineOperation({
    operationId: 'getExceptionsReport', method: 'get', path: '/api/reports/exceptions', security: viewers,
    summary: 'Open exceptions and their age. As JSON in pages, as CSV all of them.', query: strict({ ...pageQuery, ...reportQuery }), errors,
    responses: { 200: { description: 'The report.', content: { 'application/json': ExceptionsReport, 'text/csv': null } } },
  }),
} as const;

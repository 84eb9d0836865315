import { Type } from 'typebox';
import { analysts, defineOperation, json, jsonBody, viewers } from '../define-operation.ts';
import { pageQuery } from '../shapes/page.ts';
import { LocalDate, strict, Uuid } from '../shapes/primitives.ts';
import { ExceptionItem, ExceptionPage, Match, MatchPage, Reconciliation, ReplaceRulesRequest, ResolveExceptionRequest, RuleSet } from '../shapes/reconciliation.ts';
import { Statement, StatementPage, StatementUpload } from '../shapes/statements.ts';
import { AccountPage, TransactionBatch, TransactionPage } from '../shapes/transactions.ts';
import { MatchState, SourceKind, StatementStatus, TransactionState } from '../shapes/vocabulary.ts';

const matchParams = strict({ matchId: Uuid });
const decisionErrors = { 404: ['match_not_found'], 409: ['match_already_decided'] } as const;
const confirmErrors = { ...decisionErrors, 403: ['checker_is_maker'], 409: ['match_already_decided', 'out_of_tolerance'] } as const;

export const reconciliationOperations = {
  uploadStatement: defineOperation({
    operationId: 'uploadStatement', method: 'post', path: '/api/statements', summary: 'Upload a statement file; it is read in the background.', security: analysts,
    body: { kind: 'multipart', schema: StatementUpload, file: 'file' },
    responses: json(202, 'Stored and waiting to be read.', Statement), errors: { 400: ['file_missing', 'file_empty', 'invalid_mapping'] },
  }),
  listStatements: defineOperation({
    operationId: 'listStatements', method: 'get', path: '/api/statements', summary: 'List statements, newest first.', security: viewers,
    query: strict({ ...pageQuery, status: Type.Optional(StatementStatus) }), responses: json(200, 'A page of statements.', StatementPage),
  }),
  getStatement: defineOperation({
    operationId: 'getStatement', method: 'get', path: '/api/statements/{statementId}', summary: 'One statement and how far its reading is.', security: viewers,
    params: strict({ statementId: Uuid }), responses: json(200, 'The statement.', Statement), errors: { 404: ['statement_not_found'] },
  }),
  submitTransactions: defineOperation({
    operationId: 'submitTransactions', method: 'post', path: '/api/transactions', summary: 'Hand in transactions as JSON; they are stored in the background.', security: analysts,
    body: jsonBody(TransactionBatch), responses: json(202, 'Stored and waiting to be read, as a statement of format json.', Statement),
  }),
  listTransactions: defineOperation({
    operationId: 'listTransactions', method: 'get', path: '/api/transactions', summary: 'List transactions, newest booking date first.', security: viewers,
    query: strict({
      ...pageQuery, state: Type.Optional(TransactionState), sourceKind: Type.Optional(SourceKind), accountId: Type.Optional(Uuid),
      statementId: Type.Optional(Uuid), from: Type.Optional(LocalDate), to: Type.Optional(LocalDate),
    }),
    responses: json(200, 'A page of transactions.', TransactionPage),
  }),
  listAccounts: defineOperation({
    operationId: 'listAccounts', method: 'get', path: '/api/accounts', summary: 'List accounts.', security: viewers,
    query: strict({ ...pageQuery, sourceKind: Type.Optional(SourceKind) }), responses: json(200, 'A page of accounts.', AccountPage),
  }),
  listRules: defineOperation({
    operationId: 'listRules', method: 'get', path: '/api/rules', summary: 'The rules in the order they are tried.', security: viewers,
    responses: json(200, 'All rules.', RuleSet),
  }),
  replaceRules: defineOperation({
    operationId: 'replaceRules', method: 'put', path: '/api/rules', summary: 'Replace all rules.', security: analysts,
    body: jsonBody(ReplaceRulesRequest), responses: json(200, 'The rules now in force.', RuleSet), errors: { 400: ['invalid_rules'] },
  }),
  reconcile: defineOperation({
    operationId: 'reconcile', method: 'post', path: '/api/reconcile', summary: 'Run a reconciliation now and answer with its summary.', security: analysts,
    responses: json(200, 'The summary.', Reconciliation), errors: { 409: ['reconciliation_running'] },
  }),
  getReconciliation: defineOperation({
    operationId: 'getReconciliation', method: 'get', path: '/api/reconciliations/{reconciliationId}', summary: 'The summary of one reconciliation.', security: viewers,
    params: strict({ reconciliationId: Uuid }), responses: json(200, 'The summary.', Reconciliation), errors: { 404: ['reconciliation_not_found'] },
  }),
  listMatches: defineOperation({
    operationId: 'listMatches', method: 'get', path: '/api/matches', summary: 'List matches, newest first.', security: viewers,
    query: strict({ ...pageQuery, state: Type.Optional(MatchState) }), responses: json(200, 'A page of matches.', MatchPage),
  }),
  confirmMatch: defineOperation({
    operationId: 'confirmMatch', method: 'post', path: '/api/matches/{matchId}/confirm', summary: 'Confirm a suggested match.', security: analysts,
    params: matchParams, responses: json(200, 'The match, confirmed.', Match), errors: confirmErrors,
  }),
  rejectMatch: defineOperation({
    operationId: 'rejectMatch', method: 'post', path: '/api/matches/{matchId}/reject', summary: 'Reject a suggested match; both transactions become exceptions.', security: analysts,
    params: matchParams, responses: json(200, 'The match, rejected.', Match), errors: decisionErrors,
  }),
  listExceptions: defineOperation({
    operationId: 'listExceptions', method: 'get', path: '/api/exceptions', summary: 'List exceptions, oldest booking date first.', security: viewers,
    query: strict({ ...pageQuery, resolved: Type.Optional(Type.Boolean()), sourceKind: Type.Optional(SourceKind) }),
    responses: json(200, 'A page of exceptions.', ExceptionPage),
  }),
  resolveException: defineOperation({
    operationId: 'resolveException', method: 'post', path: '/api/exceptions/{transactionId}/resolve', summary: 'Settle an exception, saying how.', security: analysts,
    params: strict({ transactionId: Uuid }), body: jsonBody(ResolveExceptionRequest),
    responses: json(200, 'The exception, resolved.', ExceptionItem), errors: { 404: ['exception_not_found'], 409: ['exception_already_resolved'] },
  }),
} as const;

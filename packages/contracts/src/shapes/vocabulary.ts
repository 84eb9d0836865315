import type { Static } from 'typebox';
import { shape } from '../shape.ts';
import { oneOf } from './primitives.ts';

export const Role = shape('Role', 'viewer reads; analyst also uploads, reconciles and decides; admin does everything.', oneOf(['viewer', 'analyst', 'admin']));
export type Role = Static<typeof Role>;

export const SourceKind = shape('SourceKind', 'Where transactions come from.', oneOf(['bank', 'processor', 'ledger']));
export type SourceKind = Static<typeof SourceKind>;

export const StatementFormat = shape('StatementFormat', 'File format of a statement.', oneOf(['camt053', 'camt052', 'camt054', 'mt940', 'mt942', 'bai2', 'ofx', 'csv', 'json']));
export type StatementFormat = Static<typeof StatementFormat>;

export const StatementStatus = shape('StatementStatus', 'How far the reading of a statement is.', oneOf(['received', 'imported', 'rejected']));
export type StatementStatus = Static<typeof StatementStatus>;

export const TransactionState = shape('TransactionState', '`unmatched` until a reconciliation has looked at the transaction.', oneOf(['unmatched', 'matched', 'suggested', 'exception']));
export type TransactionState = Static<typeof TransactionState>;

export const MatchState = shape('MatchState', 'Whether a match holds, waits for a decision, or was turned down.', oneOf(['confirmed', 'suggested', 'rejected']));
export type MatchState = Static<typeof MatchState>;

export const RuleKind = shape('RuleKind', 'How a rule pairs transactions.', oneOf(['exact', 'amount_tolerance', 'date_window']));
export type RuleKind = Static<typeof RuleKind>;

export const RuleOutcome = shape('RuleOutcome', 'What becomes of a pair that a rule finds.', oneOf(['matched', 'suggested']));
export type RuleOutcome = Static<typeof RuleOutcome>;

export const ReconciliationTrigger = shape('ReconciliationTrigger', 'What started a reconciliation.', oneOf(['request', 'ingest']));
export type ReconciliationTrigger = Static<typeof ReconciliationTrigger>;

export const WebhookEvent = shape('WebhookEvent', 'Events that webhooks can subscribe to.', oneOf(['statement.rejected', 'reconciliation.completed']));
export type WebhookEvent = Static<typeof WebhookEvent>;

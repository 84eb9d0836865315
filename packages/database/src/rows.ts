// Generated from the migrated database: npx node --conditions=@fintrack/source test/update-rows.ts
import type { ColumnType } from 'kysely';

type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** Read as a value, written as JSON text: pg would write a JavaScript array as a PostgreSQL array. */
type Json = ColumnType<JsonValue, string, string>;

export interface Accounts {
  tenant_id: string;
  account_id: string;
  source_kind: 'bank' | 'processor' | 'ledger';
  identifier: string;
  currency: string | null;
  name: string | null;
}

export interface ApiKeys {
  tenant_id: string;
  api_key_id: string;
  name: string;
  role: 'admin' | 'analyst' | 'viewer';
  key_hash: Buffer;
  created_by: string;
  created_at: Generated<Timestamp>;
  expires_at: Timestamp | null;
  revoked_at: Timestamp | null;
  last_used_at: Timestamp | null;
}

export interface Inbox {
  tenant_id: string;
  consumer: string;
  message_id: string;
  handled_at: Generated<Timestamp>;
}

export interface Matches {
  tenant_id: string;
  match_id: string;
  reconciliation_id: string;
  rule_id: string | null;
  left_transaction_id: string;
  right_transaction_id: string;
  difference_minor: bigint;
  created_at: Generated<Timestamp>;
  decided_at: Timestamp | null;
  left_booking_date: string;
  right_booking_date: string;
  day_gap: number;
  state: 'confirmed' | 'suggested' | 'rejected';
  rule_name: string;
  decided_by: string | null;
}

export interface Outbox {
  tenant_id: string;
  event_id: string;
  type: string;
  payload: Json;
  traceparent: string | null;
  created_at: Generated<Timestamp>;
}

export interface Reconciliations {
  tenant_id: string;
  reconciliation_id: string;
  trigger: 'request' | 'ingest';
  requested_by: string | null;
  started_at: Timestamp;
  finished_at: Timestamp;
  left_count: number;
  right_count: number;
  matched_count: number;
  suggested_count: number;
  exception_count: number;
  by_rule: Generated<Json>;
  duration_ms: number;
}

export interface RefreshTokens {
  tenant_id: string;
  refresh_token_id: string;
  user_id: string;
  family_id: string;
  token_hash: Buffer;
  expires_at: Timestamp;
  used_at: Timestamp | null;
  revoked_at: Timestamp | null;
  created_at: Generated<Timestamp>;
}

export interface Rules {
  tenant_id: string;
  rule_id: string;
  position: number;
  name: string;
  kind: 'exact' | 'amount_tolerance' | 'date_window';
  left_kind: 'bank' | 'processor' | 'ledger';
  right_kind: 'bank' | 'processor' | 'ledger';
  tolerance_minor: Generated<bigint>;
  window_days: Generated<number>;
  require_reference: Generated<boolean>;
  outcome: 'matched' | 'suggested';
  enabled: Generated<boolean>;
  created_at: Generated<Timestamp>;
}

export interface Statements {
  tenant_id: string;
  statement_id: string;
  source_kind: 'bank' | 'processor' | 'ledger';
  format: 'camt053' | 'camt052' | 'camt054' | 'mt940' | 'mt942' | 'bai2' | 'ofx' | 'csv' | 'json' | null;
  file_name: string;
  object_key: string;
  sha256: Buffer;
  size_bytes: bigint;
  mapping: Json | null;
  status: Generated<'received' | 'imported' | 'rejected'>;
  error: Json | null;
  entry_count: number | null;
  new_count: number | null;
  duplicate_count: number | null;
  uploaded_by: string;
  received_at: Generated<Timestamp>;
  finished_at: Timestamp | null;
}

export interface Tenants {
  tenant_id: string;
  slug: string;
  name: string;
  created_at: Generated<Timestamp>;
}

export interface TransactionOverview {
  tenant_id: string;
  transaction_id: string;
  account_id: string;
  statement_id: string;
  amount_minor: bigint;
  ingested_at: Date;
  booking_date: string;
  value_date: string | null;
  occurrence: number;
  source_kind: 'bank' | 'processor' | 'ledger';
  currency: string;
  fingerprint: Buffer;
  reference: string | null;
  bank_reference: string | null;
  counterparty_name: string | null;
  counterparty_account: string | null;
  description: string;
  transaction_code: string | null;
  state: TransactionStates['state'] | 'unmatched';
  match_id: string | null;
  reason: string | null;
  reconciliation_id: string | null;
  state_updated_at: Date | null;
  resolved_by: string | null;
  resolved_at: Date | null;
  resolution: string | null;
}

export interface TransactionStates {
  tenant_id: string;
  transaction_id: string;
  match_id: string | null;
  reconciliation_id: string;
  updated_at: Generated<Timestamp>;
  resolved_at: Timestamp | null;
  booking_date: string;
  state: 'matched' | 'suggested' | 'exception';
  reason: string | null;
  resolved_by: string | null;
  resolution: string | null;
}

export interface Transactions {
  tenant_id: string;
  transaction_id: string;
  account_id: string;
  statement_id: string;
  amount_minor: bigint;
  ingested_at: Generated<Timestamp>;
  booking_date: string;
  value_date: string | null;
  occurrence: number;
  source_kind: 'bank' | 'processor' | 'ledger';
  currency: string;
  fingerprint: Buffer;
  reference: string | null;
  bank_reference: string | null;
  counterparty_name: string | null;
  counterparty_account: string | null;
  description: Generated<string>;
  transaction_code: string | null;
}

export interface Users {
  tenant_id: string;
  user_id: string;
  email: string;
  name: string;
  role: 'admin' | 'analyst' | 'viewer';
  password_hash: string;
  created_at: Generated<Timestamp>;
  disabled_at: Timestamp | null;
}

export interface Webhooks {
  tenant_id: string;
  webhook_id: string;
  url: string;
  events: string[];
  sealed_secret: Buffer;
  created_by: string;
  created_at: Generated<Timestamp>;
  disabled_at: Timestamp | null;
}

export interface Database {
  accounts: Accounts;
  api_keys: ApiKeys;
  inbox: Inbox;
  matches: Matches;
  outbox: Outbox;
  reconciliations: Reconciliations;
  refresh_tokens: RefreshTokens;
  rules: Rules;
  statements: Statements;
  tenants: Tenants;
  transaction_overview: TransactionOverview;
  transaction_states: TransactionStates;
  transactions: Transactions;
  users: Users;
  webhooks: Webhooks;
}

import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';

/** Stands in every text column of a seeded tenant, so that it shows wherever its rows show. */
export const marker = (slug: string) => `seen-${slug}`;

export interface SeededTenant {
  readonly tenantId: string;
  readonly slug: string;
}

/** As fintrack_app: one row of a new tenant in every table. A table that is not in here fails the isolation test. */
export async function seedTenant(app: pg.ClientBase, slug: string): Promise<SeededTenant> {
  const tenant = randomUUID();
  const [user, account, statement, rule, reconciliation, match, left, right] = Array.from({ length: 8 }, () => randomUUID());
  const text = marker(slug);
  const hash = createHash('sha256').update(slug).digest();
  const rows: [table: string, row: Record<string, unknown>][] = [
    ['tenants', { slug, name: text }],
    ['users', { user_id: user, email: `${text}@example.com`, name: text, role: 'admin', password_hash: text }],
    ['refresh_tokens', { refresh_token_id: randomUUID(), user_id: user, family_id: randomUUID(), token_hash: hash, expires_at: '2027-01-01' }],
    ['api_keys', { api_key_id: randomUUID(), name: text, role: 'viewer', key_hash: hash, created_by: text }],
    ['accounts', { account_id: account, source_kind: 'bank', identifier: text, currency: 'EUR', name: text }],
    ['statements', { statement_id: statement, source_kind: 'bank', file_name: text, object_key: text, sha256: hash, size_bytes: 1, uploaded_by: text }],
    ...[left, right].map((id, index): [string, Record<string, unknown>] => [
      'transactions',
      { transaction_id: id, account_id: account, statement_id: statement, amount_minor: 100n, booking_date: '2026-11-24', occurrence: index + 1, source_kind: 'bank', currency: 'EUR', fingerprint: hash, description: text },
    ]),
    ['rules', { rule_id: rule, position: 1, name: text, kind: 'exact', left_kind: 'bank', right_kind: 'ledger', outcome: 'matched' }],
    ['reconciliations', { reconciliation_id: reconciliation, trigger: 'request', requested_by: text, started_at: 'now', finished_at: 'now', left_count: 1, right_count: 1, matched_count: 2, suggested_count: 0, exception_count: 0, duration_ms: 1 }],
    ['matches', { match_id: match, reconciliation_id: reconciliation, left_transaction_id: left, right_transaction_id: right, difference_minor: 0n, left_booking_date: '2026-11-24', right_booking_date: '2026-11-24', day_gap: 0, state: 'confirmed', rule_name: text }],
    ['transaction_states', { transaction_id: left, booking_date: '2026-11-24', state: 'matched', match_id: match, reconciliation_id: reconciliation }],
    ['webhooks', { webhook_id: randomUUID(), url: `https://${text}.example.com/`, events: ['reconciliation.completed'], sealed_secret: hash, created_by: text }],
    ['inbox', { consumer: text, message_id: text }],
    ['outbox', { event_id: randomUUID(), type: 'transaction.ingested', payload: JSON.stringify({ text }) }],
  ];
  await app.query('begin');
  await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [tenant]);
  await app.query('select ensure_transaction_partitions($1, $1)', ['2026-11-24']);
  for (const [table, row] of rows) {
    const all = { tenant_id: tenant, ...row };
    const parameters = Object.keys(all).map((_, index) => `$${index + 1}`);
    await app.query(`insert into ${table} (${Object.keys(all).join(', ')}) values (${parameters.join(', ')})`, Object.values(all));
  }
  await app.query('commit');
  return { tenantId: tenant, slug };
}

import { type RawBuilder, sql } from 'kysely';

/** Consumer name under which `inbox` notes the statements whose transactions have all been through a pass. */
export const COVERED_BY = 'match-pass';

/** Query of the imported statements that no pass has wholly covered. */
export function uncoveredStatementIds(tenantId: string): RawBuilder<unknown> {
  return sql`
    select u.statement_id from statements u
    where u.tenant_id = ${tenantId} and u.status = 'imported'
      and not exists (select from inbox i where i.tenant_id = u.tenant_id and i.consumer = ${COVERED_BY} and i.message_id = u.statement_id::text)`;
}

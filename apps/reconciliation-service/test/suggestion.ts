import { importEntries } from './ledger.ts';
import type { Client, ServiceBed } from './service-bed.ts';

export interface Suggestion {
  readonly matchId: string;
  readonly leftId: string;
  readonly rightId: string;
  /** Another analyst of the tenant, who did not ask for the reconciliation. */
  readonly checker: Client;
  /** Who asked for the reconciliation. */
  readonly maker: Client;
}

/** A tenant with one suggested match of 2.50 and 2.75. */
export async function suggest(bed: ServiceBed): Promise<Suggestion> {
  const maker = await bed.client();
  const { transactionIds: [leftId = ''] } = await importEntries(bed.db, maker.tenantId, 'bank', [{ amountMinor: 250, reference: 'B' }]);
  const { transactionIds: [rightId = ''] } = await importEntries(bed.db, maker.tenantId, 'ledger', [{ amountMinor: 275, reference: 'B', bookingDate: '2026-11-03' }]);
  await maker.call('POST', '/api/reconcile');
  const { body } = await maker.call('GET', '/api/matches?state=suggested');
  return { matchId: body.items[0].matchId, leftId, rightId, maker, checker: await bed.client({ tenantId: maker.tenantId }) };
}

export async function statesOf({ call }: Client): Promise<Record<string, { state: string; reason: string | null; matchId: string | null }>> {
  const { body } = await call('GET', '/api/transactions');
  return Object.fromEntries(body.items.map(({ transactionId, state, exceptionReason, matchId }: Record<string, string>) => [transactionId, { state, reason: exceptionReason, matchId }]));
}

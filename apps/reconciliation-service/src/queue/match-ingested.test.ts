import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '@fintrack/service-kit';
import { importEntries, ingested } from '../../test/ledger.ts';
import { nextEvent, nextMessage, sendMessage } from '../../test/queues.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';
import { newId } from '../new-id.ts';
import type { Step } from '../start.ts';

let bed: ServiceBed;
const steps: Step[] = [];
/** Steps at which the next attempt fails. */
const failAt = new Set<Step>();

beforeAll(async () => {
  bed = await startServiceBed({
    onStep: (step) => {
      steps.push(step);
      if (failAt.delete(step)) throw new Error(`failed at ${step} as the test asked`);
    },
  });
});
beforeEach(() => void steps.splice(0));
afterAll(() => bed.stop());

const announcement = (tenantId: string, statementId: string) =>
  JSON.stringify({ id: newId(), type: 'transaction.ingested', tenantId, occurredAt: new Date().toISOString(), traceparent: null, data: ingested(statementId, 'bank', 1) });

const reconciliationsOf = (tenantId: string) => inTenant(bed.db, tenantId, (transaction) => transaction.selectFrom('reconciliations').selectAll().execute());

async function pair(tenantId: string) {
  const bank = await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 7 }]);
  const ledger = await importEntries(bed.db, tenantId, 'ledger', [{ amountMinor: 7 }]);
  return [bank.statementId, ledger.statementId] as const;
}

describe('matchIngested', () => {
  it('runs a pass, announces it, and lets the message go', async () => {
    const { tenantId } = await bed.client();
    const [statementId] = await pair(tenantId);
    await sendMessage(bed, 'matches', announcement(tenantId, statementId));
    expect(await nextEvent(bed, 'notifications')).toMatchObject({
      type: 'reconciliation.completed', tenantId, data: { reconciliation: { trigger: 'ingest', requestedBy: null, matchedCount: 2 } },
    });
    expect(steps).toEqual(['after_receive', 'in_match', 'before_commit', 'before_delete']);
  });

  it('makes one pass of what several messages tell of', async () => {
    const { tenantId } = await bed.client();
    const statementIds = await pair(tenantId);
    for (const statementId of [...statementIds, ...statementIds]) await sendMessage(bed, 'matches', announcement(tenantId, statementId));
    expect(await nextEvent(bed, 'notifications')).toBeDefined();
    expect(await nextEvent(bed, 'notifications', 2)).toBeUndefined();
    expect(await reconciliationsOf(tenantId)).toHaveLength(1);
    expect(steps.filter((step) => step === 'before_delete')).toHaveLength(4);
  });

  it('waits for a statement that is still being read, and matches both at once', async () => {
    const { tenantId, call } = await bed.client();
    const { statementId } = await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 7 }]);
    const batch = { sourceKind: 'ledger', account: '1200', transactions: [{ bookingDate: '2026-11-10', amount: { amountMinor: '7', currency: 'EUR' } }] };
    const reading = await call('POST', '/api/transactions', batch);
    expect(reading.status).toBe(202);
    await sendMessage(bed, 'matches', announcement(tenantId, statementId));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await reconciliationsOf(tenantId)).toEqual([]);
    await inTenant(bed.db, tenantId, (transaction) =>
      transaction.updateTable('statements').set({ status: 'rejected', error: JSON.stringify({ code: 'x', line: null, field: null, message: 'x' }), finished_at: new Date() })
        .where('tenant_id', '=', tenantId).where('statement_id', '=', reading.body.statementId as string).execute());
    expect(await nextEvent(bed, 'notifications')).toMatchObject({ type: 'reconciliation.completed', tenantId });
    expect(await reconciliationsOf(tenantId)).toHaveLength(1);
  });

  it.each(['in_match', 'before_commit', 'before_delete'] as const)('reconciles once when it fails at %s', async (step) => {
    const { tenantId } = await bed.client();
    const [statementId] = await pair(tenantId);
    failAt.add(step);
    await sendMessage(bed, 'matches', announcement(tenantId, statementId));
    expect(await nextEvent(bed, 'notifications')).toMatchObject({ tenantId });
    while (steps.filter((one) => one === 'before_delete').length < (step === 'before_delete' ? 2 : 1)) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await reconciliationsOf(tenantId)).toHaveLength(1);
    const states = await inTenant(bed.db, tenantId, (transaction) => transaction.selectFrom('transaction_states').select('state').execute());
    expect(states).toEqual([{ state: 'matched' }, { state: 'matched' }]);
  });

  it.each([
    ['of a statement that does not exist', announcement(newId(), newId()), 'statement_unknown'],
    ['that is no JSON', '{', 'invalid_json'],
    ['of another type', '{"type":"statement.received"}', 'unknown_event_type'],
  ])('sends a message %s to the dead-letter queue with its reason', async (_what, body, reason) => {
    await sendMessage(bed, 'matches', body);
    expect(await nextMessage(bed, 'matches-dead-letter')).toEqual({ body, reason });
  });
});

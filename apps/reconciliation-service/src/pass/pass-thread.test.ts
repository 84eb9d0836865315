import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importEntries } from '../../test/ledger.ts';
import { type ServiceBed, startServiceBed } from '../../test/service-bed.ts';
import { PassThread } from './pass-thread.ts';

let bed: ServiceBed;
beforeAll(async () => {
  bed = await startServiceBed();
});
afterAll(() => bed.stop());

const request = (tenantId: string) => ({ tenantId, trigger: 'ingest', requestedBy: null }) as const;

function passThread(more: Partial<ConstructorParameters<typeof PassThread>[0]> = {}) {
  return new PassThread({ config: configOf(), onTimings: () => undefined, ...more });
}

describe('PassThread', () => {
  it('runs a pass and waits for it when it stops', async () => {
    const { tenantId } = await bed.client();
    await importEntries(bed.db, tenantId, 'bank', [{ amountMinor: 7 }]);
    const passes = passThread();
    const result = passes.run(request(tenantId));
    await passes.stop();
    expect(await result).toMatchObject({ ok: true, value: { exceptionCount: 1, leftCount: 1 } });
  });

  it('leaves the service free to answer while it matches', async () => {
    const { tenantId, call } = await bed.client();
    const entries = Array.from({ length: 8000 }, (_, index) => ({ amountMinor: 1000 + (index % 300), bookingDate: '2026-11-02' }));
    for (const kind of ['bank', 'ledger'] as const) await importEntries(bed.db, tenantId, kind, entries);
    const pass = call('POST', '/api/reconcile').then(() => 'pass');
    const answers = Array.from({ length: 5 }, () => call('GET', '/api/rules').then(() => 'rules'));
    expect(await Promise.race([pass, Promise.all(answers).then(([first]) => first)])).toBe('rules');
    expect(await pass).toBe('pass');
  });

  it('keeps the code of an error, by which an outage is told from a fault', async () => {
    const passes = passThread({ config: { ...configOf(), DB_PORT: 1 } });
    await expect(passes.run(request('01a20d30-a4ce-76d1-aa69-7c0290fbb9a3'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await passes.stop();
  });

  it('starts again after its thread has ended', async () => {
    const { tenantId } = await bed.client();
    let isFirst = true;
    const passes = passThread({
      onStep: () => {
        if (!isFirst) return;
        isFirst = false;
        throw new Error('as the test asked');
      },
    });
    await expect(passes.run(request(tenantId))).rejects.toThrow('as the test asked');
    await passes.stop();
    expect(await passes.run(request(tenantId))).toMatchObject({ ok: true });
    await passes.stop();
  });
});

function configOf() {
  const { environment } = bed;
  return {
    LOG_LEVEL: 'fatal', AWS_REGION: 'us-east-1', DB_HOST: environment['DB_HOST'] ?? '', DB_PORT: Number(environment['DB_PORT']), DB_NAME: 'fintrack', DB_USER: 'fintrack_app',
    DB_PASSWORD: environment['DB_PASSWORD'] ?? '', DB_TLS: false, DB_POOL_MAX: 1, DB_STATEMENT_TIMEOUT_MS: 60_000,
  };
}

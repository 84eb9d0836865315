import { operations } from '@fintrack/contracts';
import { createLogger, createMetrics, createServer, type Server } from '@fintrack/service-kit';
import { afterEach, expect, it } from '@jest/globals';
import type { ExceptionPage, Reports } from '../domain/reports.ts';
import { reportHandlers } from './report-handlers.ts';

const id = '11111111-1111-4111-8111-111111111111';
const next = { bookingDate: '2026-11-20', transactionId: id };
const page: ExceptionPage = {
  next,
  items: [{
    transactionId: id, bookingDate: '2026-11-20', sourceKind: 'bank', accountIdentifier: 'DE02', amount: { amountMinor: '1', currency: 'EUR' }, reference: null, counterpartyName: null,
    description: 'Invoice', reason: 'no_counterpart', since: '2026-11-21T08:00:00.000Z', resolvedBy: null, resolvedAt: null, resolution: null,
  }],
};
let server: Server;
afterEach(() => server.stop());

/** Requests the CSV file of exceptions whose later pages `exceptionPage` gives. */
async function requestFile(exceptionPage: Reports['exceptionPage']): Promise<Response> {
  const reports: Reports = {
    summary: () => Promise.reject(new Error('not asked for')),
    exceptions: async () => ({ ...page, days: [{ bookingDate: '2026-11-20', count: 2 }] }),
    exceptionPage,
  };
  server = await createServer({
    service: 'reporting-service', version: '0.0.0', config: { HOST: '127.0.0.1', PORT: 0 },
    logger: createLogger({ service: 'reporting-service', destination: { write: () => undefined } }), metrics: createMetrics('reporting-service'),
    operations: operations['reporting-service'], handlers: reportHandlers({ reports, now: () => new Date('2026-11-24T10:00:00.000Z') }),
    tokens: { verify: async () => ({ principal: { tenantId: id, userId: id, role: 'viewer', name: 'Vera' } }) }, readiness: {},
  });
  return fetch(new URL('/api/reports/exceptions?format=csv', await server.listen()), { headers: { authorization: 'Bearer x' } });
}

it('breaks a file off when a later part can not be read, so that nobody takes it for the whole', async () => {
  const response = await requestFile(() => Promise.reject(new Error('the database is gone')));
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow(/terminated|aborted/);
});

it('reads no further once the caller has gone', async () => {
  let reads = 0;
  const response = await requestFile(async () => {
    reads += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return page;
  });
  await response.body?.cancel();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const readsThen = reads;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(reads).toBe(readsThen);
});

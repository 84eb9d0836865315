import { databaseKeys, serverKeys } from '../config-groups.ts';
import { defineService } from '../define-service.ts';

/** Reads statements from S3 and stores their transactions, once in effect. */
export const transactionWorker = defineService('transaction-worker', {
  purpose: 'Reads statements of all formats and stores their transactions, once in effect.',
  runtime: 'python',
  http: { port: 8080, routes: [] },
  replicas: { min: 4, max: 20 },
  scaling: { cpuPercent: 65, queueDepth: { transactions: 100 } },
  compute: { pool: 'general', capacity: 'spot', requests: { cpu: '500m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  consumes: {
    // 100,000 rows take under 20 s; the worker extends the time while it reads a larger file.
    'statement.received': { queue: 'transactions', visibilitySeconds: 60, attemptsMax: 5 },
  },
  reads: { secrets: ['rds'], buckets: ['statements'] },
  config: [
    ...serverKeys, ...databaseKeys, 'TRANSACTIONS_QUEUE_URL', 'MATCHES_QUEUE_URL', 'NOTIFICATIONS_QUEUE_URL', 'STATEMENTS_BUCKET', 'STATEMENT_MAX_BYTES',
  ],
  objectives: { availabilityPercent: 99.97, latencyMsP99: 800 },
});

import { databaseKeys, serverKeys, tokenKeys } from '../config-groups.ts';
import { defineService } from '../define-service.ts';

/** Matches bank, processor and ledger transactions; owns statements, rules, matches and exceptions. */
export const reconciliationService = defineService('reconciliation-service', {
  purpose: 'Matches bank, processor and ledger transactions; owns statements, rules, matches and exceptions.',
  runtime: 'node',
  http: {
    port: 8080,
    routes: ['/api/reconcile', '/api/reconciliations', '/api/statements', '/api/transactions', '/api/rules', '/api/matches', '/api/exceptions', '/api/accounts'],
  },
  replicas: { min: 3, max: 15 },
  scaling: { cpuPercent: 65, queueDepth: { matches: 100 } },
  compute: { pool: 'general', requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  consumes: {
    // A match pass takes at most 5 s; six times that lets a slow batch finish first.
    'transaction.ingested': { queue: 'matches', visibilitySeconds: 30, attemptsMax: 5 },
  },
  calls: ['auth-service'],
  reads: { secrets: ['rds'] },
  writes: { buckets: ['statements'] },
  config: [
    ...serverKeys, ...databaseKeys, ...tokenKeys, 'TRANSACTIONS_QUEUE_URL', 'MATCHES_QUEUE_URL', 'NOTIFICATIONS_QUEUE_URL', 'STATEMENTS_BUCKET', 'STATEMENT_MAX_BYTES',
  ],
  objectives: { availabilityPercent: 99.97, latencyMsP99: 800 },
});

import { databaseKeys, serverKeys, tokenKeys } from '../config-groups.ts';
import { defineService } from '../define-service.ts';

/** Answers questions about the state of reconciliation; owns no data. */
export const reportingService = defineService('reporting-service', {
  purpose: 'Reports the state of reconciliation, on screen and as files.',
  runtime: 'node',
  http: { port: 8080, routes: ['/api/reports'] },
  replicas: { min: 2, max: 6 },
  scaling: { cpuPercent: 65 },
  compute: { pool: 'general', requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  calls: ['auth-service'],
  reads: { secrets: ['rds'] },
  config: [...serverKeys, ...databaseKeys, ...tokenKeys],
  objectives: { availabilityPercent: 99.97, latencyMsP99: 800 },
});

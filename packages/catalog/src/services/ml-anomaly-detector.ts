import { databaseKeys, serverKeys, tokenKeys } from '../config-groups.ts';
import { defineService } from '../define-service.ts';

/** Scores transactions by how unusual they are for their account, and says why. */
export const mlAnomalyDetector = defineService('ml-anomaly-detector', {
  purpose: 'Scores transactions by how unusual they are for their account, and says why.',
  runtime: 'python',
  http: { port: 8080, routes: ['/api/anomalies'] },
  replicas: { min: 2, max: 4 },
  scaling: { cpuPercent: 65 },
  compute: { pool: 'gpu-spot', capacity: 'spot', requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
  calls: ['auth-service'],
  reads: { secrets: ['rds'] },
  config: [...serverKeys, ...databaseKeys, ...tokenKeys],
  objectives: { availabilityPercent: 99.97, latencyMsP99: 800 },
});

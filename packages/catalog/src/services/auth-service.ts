import { databaseKeys, serverKeys } from '../config-groups.ts';
import { defineService } from '../define-service.ts';

/** Owns tenants, users, credentials and the keys that sign access tokens. */
export const authService = defineService('auth-service', {
  purpose: 'Owns tenants, users, API keys and the tokens that all services trust.',
  runtime: 'node',
  http: { port: 8080, routes: ['/api/auth'] },
  replicas: { min: 2, max: 6 },
  scaling: { cpuPercent: 65 },
  compute: { pool: 'general', requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
  reads: { secrets: ['rds', 'redis', 'auth-signing', 'auth-operator'] },
  config: [
    ...serverKeys, ...databaseKeys, 'REDIS_URL', 'AUTH_ISSUER', 'AUTH_SIGNING_JWK', 'AUTH_OPERATOR_KEY', 'ACCESS_TOKEN_SECONDS', 'REFRESH_TOKEN_DAYS',
  ],
  objectives: { availabilityPercent: 99.97, latencyMsP99: 800 },
});

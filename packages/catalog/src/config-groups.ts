import type { ConfigKey } from './config-keys.ts';

/** Keys that every service reads. */
export const serverKeys = ['HOST', 'PORT', 'LOG_LEVEL', 'SHUTDOWN_GRACE_MS'] as const satisfies readonly ConfigKey[];

/** Keys of a service that uses PostgreSQL; AWS_REGION signs the IAM token. */
export const databaseKeys = [
  'AWS_REGION', 'DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER', 'DB_PASSWORD', 'DB_TLS', 'DB_POOL_MAX', 'DB_STATEMENT_TIMEOUT_MS',
] as const satisfies readonly ConfigKey[];

/** Keys of a service that verifies access tokens. */
export const tokenKeys = ['AUTH_JWKS_URL', 'AUTH_ISSUER'] as const satisfies readonly ConfigKey[];

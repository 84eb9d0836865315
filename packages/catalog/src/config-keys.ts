import type { ConfigKeyDefinition } from './config-key.ts';

const text = { type: 'string', minLength: 1 } as const;
const uri = { type: 'string', format: 'uri' } as const;

/** Every environment variable that a service reads; a key that no code reads fails a test. */
export const configKeys = {
  HOST: { meaning: 'Address the HTTP server binds to.', schema: { type: 'string', default: '0.0.0.0' }, source: { from: 'default' } },
  PORT: { meaning: 'Port of the HTTP server.', schema: { type: 'integer', minimum: 0, maximum: 65535 }, source: { from: 'port' } },
  LOG_LEVEL: {
    meaning: 'Least severity that is logged.',
    schema: { type: 'string', enum: ['debug', 'info', 'warn', 'error'], default: 'info' },
    source: { from: 'environment', value: 'logLevel' },
  },
  SHUTDOWN_GRACE_MS: {
    meaning: 'Milliseconds that running requests and messages get to finish after SIGTERM.',
    schema: { type: 'integer', minimum: 0, maximum: 120_000, default: 20_000 },
    source: { from: 'default' },
  },
  AWS_REGION: { meaning: 'AWS region of all AWS calls.', schema: text, source: { from: 'environment', value: 'region' } },
  DB_HOST: { meaning: 'PostgreSQL host.', schema: text, source: { from: 'secret', secret: 'rds', property: 'host' } },
  DB_PORT: {
    meaning: 'PostgreSQL port.',
    schema: { type: 'integer', minimum: 1, maximum: 65535 },
    source: { from: 'secret', secret: 'rds', property: 'port' },
  },
  DB_NAME: { meaning: 'PostgreSQL database.', schema: { type: 'string', default: 'fintrack' }, source: { from: 'default' } },
  DB_USER: { meaning: 'PostgreSQL role of the services.', schema: { type: 'string', default: 'fintrack_app' }, source: { from: 'default' } },
  DB_PASSWORD: {
    meaning: 'Password of DB_USER where PostgreSQL runs locally; without it the service logs in by an IAM token.',
    schema: text,
    source: { from: 'local' },
    optional: true,
  },
  DB_TLS: {
    meaning: 'Whether PostgreSQL must be reached over TLS.',
    schema: { type: 'boolean', default: true },
    source: { from: 'environment', value: 'databaseTls' },
  },
  DB_POOL_MAX: {
    meaning: 'Most connections to PostgreSQL per process.',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
    source: { from: 'default' },
  },
  DB_STATEMENT_TIMEOUT_MS: {
    meaning: 'Milliseconds after which PostgreSQL cancels a statement.',
    schema: { type: 'integer', minimum: 100, maximum: 600_000, default: 60_000 },
    source: { from: 'default' },
  },
  REDIS_URL: { meaning: 'Address of the Redis cluster, redis:// or rediss://.', schema: uri, source: { from: 'secret', secret: 'redis', property: 'url' } },
  AUTH_JWKS_URL: {
    meaning: 'Where the public keys of access tokens are published.',
    schema: uri,
    source: { from: 'serviceUrl', service: 'auth-service', path: '/api/auth/.well-known/jwks.json' },
  },
  AUTH_ISSUER: { meaning: 'Issuer claim of access tokens.', schema: uri, source: { from: 'environment', value: 'issuer' } },
  AUTH_SIGNING_JWK: {
    meaning: 'ES256 private key that signs access tokens, as JWK with kid.',
    schema: text,
    source: { from: 'secret', secret: 'auth-signing', property: 'private-jwk' },
  },
  AUTH_OPERATOR_KEY: {
    meaning: 'Key with which an operator creates tenants.',
    schema: { type: 'string', minLength: 32 },
    source: { from: 'secret', secret: 'auth-operator', property: 'key' },
  },
  ACCESS_TOKEN_SECONDS: {
    meaning: 'Lifetime of an access token.',
    schema: { type: 'integer', minimum: 60, maximum: 3600, default: 900 },
    source: { from: 'default' },
  },
  REFRESH_TOKEN_DAYS: {
    meaning: 'Lifetime of a refresh token.',
    schema: { type: 'integer', minimum: 1, maximum: 90, default: 14 },
    source: { from: 'default' },
  },
  TRANSACTIONS_QUEUE_URL: { meaning: 'Queue of statements to ingest.', schema: uri, source: { from: 'queueUrl', queue: 'transactions' } },
  MATCHES_QUEUE_URL: { meaning: 'Queue of ingested transactions to match.', schema: uri, source: { from: 'queueUrl', queue: 'matches' } },
  NOTIFICATIONS_QUEUE_URL: { meaning: 'Queue of events to notify of.', schema: uri, source: { from: 'queueUrl', queue: 'notifications' } },
  STATEMENTS_BUCKET: { meaning: 'Bucket of uploaded statements.', schema: text, source: { from: 'bucketName', bucket: 'statements' } },
  STATEMENT_MAX_BYTES: {
    meaning: 'Largest statement file that is accepted, in bytes.',
    schema: { type: 'integer', minimum: 1024, maximum: 1_073_741_824, default: 268_435_456 },
    source: { from: 'default' },
  },
  DELIVERIES_TABLE: {
    meaning: 'DynamoDB table of notification deliveries.',
    schema: text,
    source: { from: 'tableName', table: 'notification-deliveries' },
  },
  WEBHOOK_SEALING_KEY: {
    meaning: 'AES-256 key (base64) that seals webhook secrets at rest.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' },
    source: { from: 'secret', secret: 'webhook-sealing', property: 'key' },
  },
  WEBHOOK_ALLOW_PRIVATE: {
    meaning: 'Whether webhooks may go to loopback and private addresses; only on a developer’s machine.',
    schema: { type: 'boolean', default: false },
    source: { from: 'local' },
  },
} as const satisfies Record<string, ConfigKeyDefinition>;

export type ConfigKey = keyof typeof configKeys;

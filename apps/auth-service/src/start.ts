import { operations } from '@fintrack/contracts';
import type { Database } from '@fintrack/database';
import { createLogger, createMetrics, createServer, createTokenVerifier, openDatabase, parseConfig, type RunningService } from '@fintrack/service-kit';
import { v7 as newId } from 'uuid';
import schema from '../config.schema.json' with { type: 'json' };
import { Argon2Passwords } from './crypto/argon2-passwords.ts';
import { JoseAccessTokens } from './crypto/jose-access-tokens.ts';
import { randomSecrets } from './crypto/random-secrets.ts';
import { readSigningKey } from './crypto/signing-key.ts';
import { apiKeyHandlers } from './http/api-key-handlers.ts';
import { jwksHandlers } from './http/jwks-handlers.ts';
import { meHandlers } from './http/me-handlers.ts';
import { sessionHandlers } from './http/session-handlers.ts';
import { tenantHandlers } from './http/tenant-handlers.ts';
import { userHandlers } from './http/user-handlers.ts';
import { connectRedis } from './store/connect-redis.ts';
import { PostgresApiKeys } from './store/postgres-api-keys.ts';
import { PostgresRefreshTokens } from './store/postgres-refresh-tokens.ts';
import { PostgresTenants } from './store/postgres-tenants.ts';
import { PostgresUsers } from './store/postgres-users.ts';
import { apiKeyLimits, loginLimits, RedisAttemptThrottle } from './store/redis-attempt-throttle.ts';
import type { AuditEntry } from './http/audit.ts';

const SERVICE = 'auth-service';
const VERSION = '0.0.0';

export interface StartOptions {
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** @default the host's clock */
  readonly now?: () => Date;
  /** Where log lines go. @default standard output */
  readonly logDestination?: Parameters<typeof createLogger>[0]['destination'];
  /** Whether answers are checked by contract; for tests. @default false */
  readonly checkResponses?: boolean;
}

export interface AuthService extends RunningService {
  /** Base address of the HTTP server. */
  readonly address: string;
}

/** Starts the service. Signing in works without Redis, so Redis is no condition of readiness. */
export async function start({ environment = process.env, now = () => new Date(), logDestination, checkResponses = false }: StartOptions = {}): Promise<AuthService> {
  const config = parseConfig(schema, environment);
  const key = await readSigningKey(config.AUTH_SIGNING_JWK);
  const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL, ...(logDestination ? { destination: logDestination } : {}) });
  const metrics = createMetrics(SERVICE);
  const database = openDatabase<Database>({ config, service: SERVICE, metrics, logger });
  const redis = await connectRedis(config.REDIS_URL, (error) => logger.warn({ err: error }, 'Redis can’t be reached'));

  const { db } = database;
  const tenants = new PostgresTenants(db);
  const users = new PostgresUsers(db);
  const apiKeys = new PostgresApiKeys(db);
  const passwords = new Argon2Passwords();
  const accessTokens = new JoseAccessTokens({ key, issuer: config.AUTH_ISSUER, lifetimeSeconds: config.ACCESS_TOKEN_SECONDS });
  const surroundings = { now, newId, secrets: randomSecrets };
  const onUnavailable = (error: unknown) => logger.error({ err: error }, 'attempts are not counted: Redis does not answer');
  const throttle = (limits: typeof loginLimits) => new RedisAttemptThrottle({ redis, limits, onUnavailable });
  const audit = (entry: AuditEntry) => logger.info({ audit: entry }, entry.action);

  const server = await createServer({
    service: SERVICE,
    version: VERSION,
    config, logger, metrics, checkResponses,
    operations: operations[SERVICE],
    handlers: {
      ...tenantHandlers({ ...surroundings, tenants, passwords }, audit),
      ...sessionHandlers(
        {
          ...surroundings, tenants, users, passwords, accessTokens, throttle: throttle(loginLimits),
          refreshTokens: new PostgresRefreshTokens(db), refreshTokenDays: config.REFRESH_TOKEN_DAYS,
        },
        audit,
      ),
      ...userHandlers({ ...surroundings, users, passwords }, audit),
      ...meHandlers({ tenants, users, apiKeys }),
      ...apiKeyHandlers({ ...surroundings, apiKeys, accessTokens, throttle: throttle(apiKeyLimits) }, audit),
      ...jwksHandlers([key.publicJwk]),
    },
    tokens: createTokenVerifier({ keys: { keys: [key.publicJwk] }, issuer: config.AUTH_ISSUER }),
    operatorKey: config.AUTH_OPERATOR_KEY,
    readiness: { database: () => database.ping() },
  });
  const address = await server.listen();
  const redisStops = { stop: async () => redis.disconnect() };
  return { address, logger, graceMs: config.SHUTDOWN_GRACE_MS, stop: [[server], [database, redisStops]] };
}

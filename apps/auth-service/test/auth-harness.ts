import { type RunningPostgres, type RunningRedis, startPostgres, startRedis } from '@fintrack/backing-services';
import { prepareDatabase } from '@fintrack/database';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type AuthService, start } from '../src/start.ts';

export const issuer = 'https://auth.test/';
export const operatorKey = 'operator-key-of-at-least-32-characters';
export const password = 'correct horse battery staple';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined where there is no body. */
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- each test knows what it asked for; the service checks it by contract
}

export interface TenantInTest {
  readonly tenantId: string;
  readonly slug: string;
  readonly adminId: string;
  readonly adminToken: string;
  readonly refreshToken: string;
}

export interface AuthHarness {
  readonly service: AuthService;
  readonly postgres: RunningPostgres;
  readonly redis: RunningRedis;
  readonly environment: Readonly<Record<string, string>>;
  readonly call: (method: string, path: string, options?: { body?: unknown; token?: string; headers?: Record<string, string> }) => Promise<Answer>;
  /** A tenant of its own, with its admin signed in. */
  readonly createTenant: () => Promise<TenantInTest>;
  /** A user of a role, signed in. */
  readonly createUser: (tenant: TenantInTest, role: 'viewer' | 'analyst') => Promise<{ readonly userId: string; readonly email: string; readonly token: string; readonly refreshToken: string }>;
  readonly login: (tenant: string, email: string, secret?: string) => Promise<Answer>;
  /** What the service has logged, parsed. */
  readonly logged: readonly Record<string, unknown>[];
  readonly disableUser: (userId: string) => Promise<void>;
  readonly passwordHashes: () => Promise<readonly string[]>;
  /** Moves the service's clock. */
  readonly passTime: (ms: number) => void;
  readonly stop: () => Promise<void>;
}

export const adminEmail = 'ada@example.org';

/** The service on PostgreSQL and Valkey of its own; answers are checked by contract. */
export async function startAuth(overrides: Readonly<Record<string, string>> = {}): Promise<AuthHarness> {
  const [postgres, redis] = await Promise.all([startPostgres({ durable: false }), startRedis()]);
  const { appUrl } = await prepareDatabase(postgres);
  const database = new URL(appUrl);
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const environment = {
    HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', AWS_REGION: 'us-east-1', DB_HOST: database.hostname, DB_PORT: database.port, DB_NAME: database.pathname.slice(1),
    DB_USER: database.username, DB_PASSWORD: decodeURIComponent(database.password), DB_TLS: 'false', REDIS_URL: redis.url, AUTH_ISSUER: issuer,
    AUTH_SIGNING_JWK: JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'test-key' }), AUTH_OPERATOR_KEY: operatorKey, ...overrides,
  };
  let offsetMs = 0;
  const logged: Record<string, unknown>[] = [];
  const logDestination = { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) };
  const service = await start({ environment, checkResponses: true, logDestination, now: () => new Date(Date.now() + offsetMs) });
  const call: AuthHarness['call'] = async (method, path, { body, token, headers = {} } = {}) => {
    const response = await fetch(service.address + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  const login: AuthHarness['login'] = (tenant, email, secret = password) => call('POST', '/api/auth/login', { body: { tenant, email, password: secret } });
  const createTenant: AuthHarness['createTenant'] = async () => {
    const slug = `t-${randomUUID().slice(0, 8)}`;
    const made = await call('POST', '/api/auth/tenants', { headers: { 'x-operator-key': operatorKey }, body: { slug, name: 'Tenant', admin: { email: adminEmail, name: 'Ada', password } } });
    const { body } = await login(slug, adminEmail);
    return { tenantId: made.body.tenant.tenantId, slug, adminId: made.body.admin.userId, adminToken: body.accessToken, refreshToken: body.refreshToken };
  };
  const createUser: AuthHarness['createUser'] = async (tenant, role) => {
    const email = `${role}-${randomUUID().slice(0, 8)}@example.org`;
    const made = await call('POST', '/api/auth/users', { token: tenant.adminToken, body: { email, name: role, role, password } });
    const { body } = await login(tenant.slug, email);
    return { userId: made.body.userId, email, token: body.accessToken, refreshToken: body.refreshToken };
  };
  const asAdmin = async (query: string, values: readonly string[] = []) => {
    const client = new pg.Client({ host: postgres.host, port: postgres.port, user: postgres.user, password: postgres.password, database: environment.DB_NAME });
    await client.connect();
    const { rows } = await client.query<{ password_hash: string }>(query, [...values]);
    await client.end();
    return rows;
  };
  return {
    disableUser: async (userId) => void (await asAdmin('update fintrack.users set disabled_at = now() where user_id = $1', [userId])),
    passwordHashes: async () => (await asAdmin('select password_hash from fintrack.users')).map((row) => row.password_hash),
    logged, service, postgres, redis, environment, call, login, createTenant, createUser,
    passTime: (ms) => void (offsetMs += ms),
    stop: async () => {
      for (const phase of service.stop) await Promise.all(phase.map((member) => member.stop()));
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

/** Claims of an access token, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return decodeJwt(token);
}

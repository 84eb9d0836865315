import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createDatabase } from './create-database.ts';
import { appRole, createRoles, migratorRole, type RolePasswords } from './create-roles.ts';
import { migrate } from './migrate.ts';

/** A running PostgreSQL and its superuser, as backing-services' startPostgres returns it. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface PreparedDatabase {
  /** Connection string of fintrack_app. */
  readonly appUrl: string;
  /** Connection string of fintrack_migrator. */
  readonly migratorUrl: string;
}

export interface PrepareOptions extends RolePasswords {
  /** @default fintrack */
  readonly name?: string;
}

/** Brings a PostgreSQL to the newest schema: roles, database, migrations. Repeatable. Passwords are random unless given. */
export async function prepareDatabase(postgres: PostgresServer, options: PrepareOptions = {}): Promise<PreparedDatabase> {
  const name = options.name ?? 'fintrack';
  const appPassword = options.appPassword ?? randomBytes(24).toString('base64url');
  const migratorPassword = options.migratorPassword ?? randomBytes(24).toString('base64url');
  const { host, port, user, password } = postgres;
  const admin = new pg.Client({ host, port, user, password, database: 'postgres', connectionTimeoutMillis: 10_000 });
  await admin.connect();
  try {
    await createRoles(admin, { appPassword, migratorPassword });
    await createDatabase(admin, name);
  } finally {
    await admin.end();
  }
  const url = (role: string, secret: string) => `postgresql://${role}:${encodeURIComponent(secret)}@${host}:${port}/${name}`;
  const migratorUrl = url(migratorRole, migratorPassword);
  await migrate({ connectionString: migratorUrl, direction: 'up' });
  return { appUrl: url(appRole, appPassword), migratorUrl };
}

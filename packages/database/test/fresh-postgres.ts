import { type RunningPostgres, startPostgres } from '@fintrack/backing-services';
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '../src/create-database.ts';
import { createRoles } from '../src/create-roles.ts';

export type Role = 'postgres' | 'fintrack_migrator' | 'fintrack_app';
const appPassword = 'app';
export const migratorPassword = 'migrator';

/** A PostgreSQL of the calling test file with both roles; every database in it starts without a schema. */
export function freshPostgres() {
  let server: RunningPostgres;
  const open = new Set<pg.Client>();

  beforeAll(async () => {
    server = await startPostgres({ durable: false });
    const admin = await connect('postgres', 'postgres');
    await createRoles(admin, { appPassword, migratorPassword });
  });
  afterAll(async () => {
    await Promise.all([...open].map((client) => client.end()));
    await server.stop();
  });

  function url(role: Role, database: string): string {
    const password = { postgres: server.password, fintrack_migrator: migratorPassword, fintrack_app: appPassword }[role];
    return `postgresql://${role}:${encodeURIComponent(password)}@${server.host}:${server.port}/${database}`;
  }
  /** Closed after the last test. */
  async function connect(role: Role, database: string): Promise<pg.Client> {
    const client = new pg.Client(url(role, database));
    await client.connect();
    open.add(client);
    return client;
  }
  async function database(name: string): Promise<string> {
    const admin = await connect('postgres', 'postgres');
    await createDatabase(admin, name);
    return name;
  }
  return { url, connect, database, server: () => server };
}

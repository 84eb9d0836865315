import pg from 'pg';
import { appRole, migratorRole } from './create-roles.ts';

/**
 * Creates the database if it is missing: owned by the migrator, closed to everyone but the two roles.
 * Run as a superuser or as RDS's master user, after createRoles, outside a transaction; repeatable.
 */
export async function createDatabase(admin: pg.ClientBase, name: string): Promise<void> {
  const database = pg.escapeIdentifier(name);
  const existing = await admin.query('select from pg_database where datname = $1', [name]);
  if (existing.rowCount === 0) {
    // Collation C: the same order on every machine and after every upgrade of its C library, and the fastest.
    await admin.query(`create database ${database} owner ${migratorRole} template template0 encoding 'UTF8' locale 'C'`);
  }
  await admin.query(`revoke all on database ${database} from public`);
  await admin.query(`grant connect, temporary on database ${database} to ${appRole}`);
  await admin.query(`alter database ${database} set timezone = 'UTC'`);
}

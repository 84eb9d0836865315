import pg from 'pg';

/** Names of the two PostgreSQL roles: the first owns everything, the second is what services connect as. */
export const migratorRole = 'fintrack_migrator';
export const appRole = 'fintrack_app';

export interface RolePasswords {
  /** @default none: the role logs in by IAM token, which needs the role rds_iam of RDS */
  readonly appPassword?: string;
  /** @default none, as with appPassword */
  readonly migratorPassword?: string;
}

/**
 * Creates or corrects both roles. Run as a superuser or as RDS's master user; repeatable.
 * Neither role may bypass row-level security, create roles or create databases.
 */
export async function createRoles(admin: pg.ClientBase, passwords: RolePasswords = {}): Promise<void> {
  await createRole(admin, migratorRole, passwords.migratorPassword);
  await createRole(admin, appRole, passwords.appPassword);
  // pg_temp last: a temporary table can't stand in front of one of ours. Partitioned plans gain nothing from JIT.
  for (const setting of [
    'search_path = fintrack, pg_temp',
    'jit = off',
    "lock_timeout = '10s'",
    "idle_in_transaction_session_timeout = '120s'",
  ]) {
    await admin.query(`alter role ${appRole} set ${setting}`);
  }
}

async function createRole(admin: pg.ClientBase, role: string, password: string | undefined): Promise<void> {
  const existing = await admin.query('select from pg_roles where rolname = $1', [role]);
  if (existing.rowCount === 0) await admin.query(`create role ${role}`);
  await admin.query(`alter role ${role} login nocreatedb nocreaterole inherit`);
  if (password === undefined) {
    await admin.query(`grant rds_iam to ${role}`);
  } else {
    await admin.query(`alter role ${role} password ${pg.escapeLiteral(password)}`);
  }
  const rights = await admin.query<{ rolsuper: boolean; rolbypassrls: boolean }>(
    'select rolsuper, rolbypassrls from pg_roles where rolname = $1',
    [role],
  );
  if (rights.rows[0]?.rolsuper || rights.rows[0]?.rolbypassrls) {
    throw new Error(`role ${role} is superuser or bypasses row-level security; alter it before anything connects as it`);
  }
}

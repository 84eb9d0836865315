import { describe, expect, it } from '@jest/globals';
import { freshPostgres } from '../test/fresh-postgres.ts';
import { createRoles } from './create-roles.ts';

const postgres = freshPostgres();

describe('createRoles', () => {
  it('gives both roles a login and no more, and corrects them when they had more', async () => {
    const admin = await postgres.connect('postgres', 'postgres');
    await admin.query('alter role fintrack_app createdb createrole');
    await createRoles(admin, { appPassword: 'app', migratorPassword: 'migrator' });
    const { rows } = await admin.query(`select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname like 'fintrack%' order by 1`);
    const rights = { rolcanlogin: true, rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false };
    expect(rows).toEqual([{ rolname: 'fintrack_app', ...rights }, { rolname: 'fintrack_migrator', ...rights }]);
  });

  it('lets services find tables without a schema, and never a temporary table before them', async () => {
    const app = await postgres.connect('fintrack_app', 'postgres');
    expect((await app.query('show search_path')).rows).toEqual([{ search_path: 'fintrack, pg_temp' }]);
    expect((await app.query('show lock_timeout')).rows).toEqual([{ lock_timeout: '10s' }]);
  });

  it('changes passwords, whatever is in them', async () => {
    const admin = await postgres.connect('postgres', 'postgres');
    await createRoles(admin, { appPassword: `it's "quoted" \\ $1`, migratorPassword: 'migrator' });
    await expect(postgres.connect('fintrack_app', 'postgres')).rejects.toMatchObject({ code: '28P01' });
    await createRoles(admin, { appPassword: 'app', migratorPassword: 'migrator' });
    await postgres.connect('fintrack_app', 'postgres');
  });

  it('refuses a role that is superuser or bypasses row-level security', async () => {
    const admin = await postgres.connect('postgres', 'postgres');
    for (const right of ['superuser', 'bypassrls']) {
      await admin.query(`alter role fintrack_app ${right}`);
      await expect(createRoles(admin, { appPassword: 'app', migratorPassword: 'migrator' })).rejects.toThrow(/role fintrack_app is superuser or bypasses/);
      await admin.query(`alter role fintrack_app no${right}`);
    }
  });

  it('asks RDS for IAM login when there is no password', async () => {
    const admin = await postgres.connect('postgres', 'postgres');
    await expect(createRoles(admin, { appPassword: 'app' })).rejects.toThrow(/role "rds_iam" does not exist/);
    await admin.query('create role rds_iam');
    await createRoles(admin);
    expect((await admin.query(`select member::regrole::text from pg_auth_members where roleid = 'rds_iam'::regrole order by 1`)).rows).toEqual([
      { member: 'fintrack_app' },
      { member: 'fintrack_migrator' },
    ]);
  });
});

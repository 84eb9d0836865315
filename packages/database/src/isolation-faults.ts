import type pg from 'pg';
import { appRole, migratorRole } from './create-roles.ts';

/** Each query finds one kind of hole in the wall between tenants; a row is an object and what is wrong with it. */
const rules = [
  // Tables: row-level security for everybody, the owner included, by this one condition.
  `select c.oid::regclass as object, 'has no tenant_id uuid not null' as fault from {tables}
   where not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.atttypid = 'uuid'::regtype and a.attnotnull)`,
  `select c.oid::regclass, 'does not enable and force row-level security' from {tables} where not (c.relrowsecurity and c.relforcerowsecurity)`,
  `select c.oid::regclass, 'has no policy tenant_isolation for all commands and roles' from {tables}
   where not exists (
     select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant_isolation' and p.polcmd = '*' and p.polpermissive and p.polroles = '{0}'
       and pg_get_expr(p.polqual, c.oid) = '(tenant_id = ( SELECT fintrack.current_tenant() AS current_tenant))'
       and coalesce(pg_get_expr(p.polwithcheck, c.oid), pg_get_expr(p.polqual, c.oid)) = pg_get_expr(p.polqual, c.oid))`,
  `select c.oid::regclass, format('has the policy %s, which opens it further', p.polname) from {tables} join pg_policy p on p.polrelid = c.oid
   where p.polname <> 'tenant_isolation' and p.polpermissive and not (p.polcmd = 'r' and p.polroles = array['{migrator}'::regrole::oid])`,
  // A partition has no policies of its own; whoever may read it directly reads every tenant.
  `select c.oid::regclass, format('is a partition with a grant to %s', coalesce(nullif(g.grantee, 0)::regrole::text, 'public'))
   from {ours} cross join aclexplode(c.relacl) g where c.relispartition and g.grantee <> c.relowner`,
  `select c.oid::regclass, 'is a partition without row-level security of its own' from {ours} where c.relispartition and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
  `select c.oid::regclass, 'is a view without security_invoker' from {ours} where c.relkind = 'v' and not coalesce(c.reloptions @> '{security_invoker=true}', false)`,
  `select c.oid::regclass, 'is a materialised view or foreign table, which no policy protects' from {ours} where c.relkind in ('m', 'f')`,
  // Functions: none for everybody, and search_path pinned where one runs with its owner's rights.
  `select p.oid::regprocedure::text, 'may be executed by public' from {functions}
   where exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0)`,
  `select p.oid::regprocedure::text, 'is SECURITY DEFINER without search_path = pg_catalog, pg_temp' from {functions}
   where p.prosecdef and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)`,
  // Roles.
  `select rolname, 'is superuser, bypasses row-level security, or creates roles or databases' from pg_roles
   where rolname in ('{app}', '{migrator}') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
  `select '{app}', format('is a member of %s', roleid::regrole) from pg_auth_members where member = '{app}'::regrole and roleid::regrole::text <> 'rds_iam'`,
  `select pg_describe_object(classid, objid, 0), 'belongs to {app}' from pg_shdepend
   where refobjid = '{app}'::regrole and deptype = 'o' and dbid = (select oid from pg_database where datname = current_database())
     and not (classid = 'pg_class'::regclass and exists (select from pg_class where oid = objid and relpersistence = 't'))`,
  `select c.oid::regclass, 'does not belong to {migrator}' from {ours} where c.relowner <> '{migrator}'::regrole`,
  `select n.nspname, '{app} may create in this schema' from pg_namespace n where has_schema_privilege('{app}', n.oid, 'create') and n.nspname not like 'pg\\_temp\\_%'`,
  `select 'default privileges', format('grant %s to %s', g.privilege_type, coalesce(nullif(g.grantee, 0)::regrole::text, 'public'))
   from pg_default_acl cross join aclexplode(defaclacl) g where g.grantee in (0, '{app}'::regrole)`,
];

const ours = `pg_class c join pg_namespace n on n.oid = c.relnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'fintrack_migration')`;

/**
 * Every hole between tenants that PostgreSQL's catalog shows, as `object: fault`; none in a sound database.
 * A new table is in it until it has its policy, a new view until it has security_invoker.
 */
export async function isolationFaults(client: pg.ClientBase): Promise<string[]> {
  const faults: string[] = [];
  for (const rule of rules) {
    const sql = rule
      .replaceAll('{tables}', `(select c.* from ${ours} and c.relkind in ('r', 'p') and not c.relispartition) c`)
      .replaceAll('{ours}', `(select c.* from ${ours}) c`)
      .replaceAll('{functions}', `(select p.* from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema') p`)
      .replaceAll('{app}', appRole)
      .replaceAll('{migrator}', migratorRole);
    const { rows } = await client.query<[string, string]>({ text: sql, rowMode: 'array' });
    faults.push(...rows.map(([object, fault]) => `${object}: ${fault}`));
  }
  return faults.sort();
}

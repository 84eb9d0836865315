import type pg from 'pg';

/** One query per kind of object; each row is one line of the dump. Partitions are relations like the rest. */
const queries = [
  `select 'schema', nspname, nspowner::regrole, nspacl from pg_namespace n where {ours}`,
  `select 'relation', c.oid::regclass, relkind, relowner::regrole, relacl, relrowsecurity, relforcerowsecurity, reloptions,
     pg_get_expr(relpartbound, c.oid), pg_get_partkeydef(c.oid)
   from pg_class c join pg_namespace n on n.oid = relnamespace where {ours}`,
  `select 'column', attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attcollation::regcollation, attacl,
     pg_get_expr(adbin, adrelid)
   from pg_attribute a join pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace
   left join pg_attrdef d on d.adrelid = attrelid and d.adnum = attnum where {ours} and attnum > 0`,
  `select 'constraint', conrelid::regclass, conname, pg_get_constraintdef(k.oid), convalidated
   from pg_constraint k join pg_namespace n on n.oid = connamespace where {ours}`,
  `select 'index', pg_get_indexdef(indexrelid), indisvalid from pg_index i join pg_class c on c.oid = indexrelid
   join pg_namespace n on n.oid = relnamespace where {ours}`,
  `select 'view', c.oid::regclass, pg_get_viewdef(c.oid) from pg_class c join pg_namespace n on n.oid = relnamespace where {ours} and relkind = 'v'`,
  `select 'policy', polrelid::regclass, polname, polcmd, polpermissive, polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
   from pg_policy p join pg_class c on c.oid = polrelid join pg_namespace n on n.oid = relnamespace where {ours}`,
  `select 'function', pg_get_functiondef(p.oid), proowner::regrole, proacl from pg_proc p join pg_namespace n on n.oid = pronamespace where {ours}`,
  `select 'trigger', pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = tgrelid
   join pg_namespace n on n.oid = relnamespace where {ours} and not tgisinternal`,
  `select 'default privilege', defaclrole::regrole, defaclnamespace, defaclobjtype, defaclacl from pg_default_acl`,
  `select 'comment', pg_describe_object(classoid, objoid, objsubid), description from pg_description where objoid >= 16384`,
];
const ours = `n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'fintrack_migration')`;

/** Everything that migrations may make, as sorted lines; equal dumps are equal schemas, privileges included. */
export async function schemaDump(client: pg.ClientBase): Promise<string[]> {
  const lines: string[] = [];
  for (const query of queries) {
    const { rows } = await client.query({ text: query.replace('{ours}', ours), rowMode: 'array' });
    lines.push(...rows.map((row: unknown[]) => JSON.stringify(row)));
  }
  return lines.sort();
}

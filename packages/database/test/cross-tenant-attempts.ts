import type pg from 'pg';

export interface Relation {
  readonly name: string;
  readonly kind: 'table' | 'partition' | 'view';
  readonly columns: readonly string[];
}

export interface Attempt {
  /** The text that fintrack.tenant_id holds meanwhile; null leaves it unset. */
  readonly setting: string | null;
  readonly victim: string;
  /** A row of the victim as JSON, as its owner would write it. */
  readonly row: string;
}

const denied = '42501';
const invalidUuid = '22P02';
const viewNotWritable = '55000';

/** Everything that can be selected from, in every schema but PostgreSQL's own. */
export async function allRelations(admin: pg.ClientBase): Promise<Relation[]> {
  const { rows } = await admin.query<Relation>(`
    select c.oid::regclass::text as name,
      case when c.relispartition then 'partition' when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
      array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    order by c.oid::regclass::text`);
  return rows;
}

/** What fintrack_app could read or change of the victim's rows; none where tenants are isolated. `app` is outside a transaction. */
export async function crossTenantFaults(app: pg.ClientBase, relation: Relation, { setting, victim, row }: Attempt): Promise<string[]> {
  const { name } = relation;
  const owned = relation.columns.includes('tenant_id');
  const where = owned ? 'where tenant_id = $1' : 'where $1::text is not null';
  const statements: [string, string, unknown[]][] = [
    ['read', `select * from ${name} ${where}`, [victim]],
    ['read by condition', `select * from ${name} where ${name.split('.').at(-1)}::text like '%' || $1 || '%'`, [victim]],
    ['lock', `select * from ${name} ${where} for update`, [victim]],
    ['insert into', `insert into ${name} select * from jsonb_populate_record(null::${name}, $1) returning *`, [row]],
    ['delete from', `delete from ${name} ${where}`, [victim]],
  ];
  if (owned) {
    statements.push(['update', `update ${name} set tenant_id = tenant_id where tenant_id = $1`, [victim]]);
    statements.push(['hand rows over through', `update ${name} set tenant_id = $1`, [victim]]);
  }
  const faults: string[] = [];
  for (const [verb, sql, values] of statements) {
    const result = await attempt(app, setting, sql, values);
    if (!refused(result, relation)) faults.push(`${name}: fintrack_app with tenant ${setting ?? 'unset'} can ${verb} it (${result})`);
  }
  return faults;
}

/** The number of rows touched, or the code of PostgreSQL's refusal. Whatever happened is rolled back. */
async function attempt(app: pg.ClientBase, setting: string | null, sql: string, values: unknown[]): Promise<number | string> {
  await app.query('begin');
  try {
    if (setting !== null) await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [setting]);
    return (await app.query(sql, values)).rowCount ?? 0;
  } catch (error) {
    return (error as pg.DatabaseError).code ?? String(error);
  } finally {
    await app.query('rollback');
  }
}

function refused(result: number | string, { kind }: Relation): boolean {
  return result === 0 || result === denied || result === invalidUuid || (kind === 'view' && result === viewNotWritable);
}

/** Answers of all functions that fintrack_app may call, as text, called with arguments that fit their types. */
export async function functionAnswers(app: pg.ClientBase, setting: string | null, texts: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await app.query<{ call: string; types: string[] }>(`
    select p.oid::regproc::text as call, p.proargtypes::regtype[]::text[] as types
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and p.prokind in ('f', 'p')
      and has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute')`);
  const answers = new Map<string, string>();
  for (const { call, types } of rows) {
    for (const text of texts) {
      const values = types.map((type) => argument(type, text));
      const list = types.map((type, index) => `$${index + 1}::${type}`).join(', ');
      await app.query('begin');
      try {
        if (setting !== null) await app.query(`select set_config('fintrack.tenant_id', $1, true)`, [setting]);
        const answer = JSON.stringify((await app.query(`select * from ${call}(${list})`, values)).rows);
        answers.set(call, (answers.get(call) ?? '') + answer);
      } catch (error) {
        answers.set(call, (answers.get(call) ?? '') + (error as Error).message);
      } finally {
        await app.query('rollback');
      }
    }
  }
  return answers;
}

function argument(type: string, text: string): unknown {
  if (type === 'date') return '2026-11-24';
  if (/^(integer|bigint|numeric)$/.test(type)) return 1000;
  return text;
}

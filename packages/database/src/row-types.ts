import type pg from 'pg';

interface Column {
  readonly relation: string;
  readonly isView: boolean;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  /** Values that a check constraint `column in (…)` allows. */
  readonly values: readonly string[] | null;
}

/** What a column is in TypeScript, as service-kit's type parsers deliver it; `read` is what a view has in its place. */
const types: Readonly<Record<string, { column: string; read: string }>> = {
  bool: { column: 'boolean', read: 'boolean' },
  bytea: { column: 'Buffer', read: 'Buffer' },
  date: { column: 'string', read: 'string' },
  int4: { column: 'number', read: 'number' },
  int8: { column: 'bigint', read: 'bigint' },
  jsonb: { column: 'Json', read: 'JsonValue' },
  text: { column: 'string', read: 'string' },
  _text: { column: 'string[]', read: 'string[]' },
  timestamptz: { column: 'Timestamp', read: 'Date' },
  uuid: { column: 'string', read: 'string' },
  varchar: { column: 'string', read: 'string' },
};

/**
 * PostgreSQL calls every column of a view nullable. A column that the view takes from `from` is what it is there;
 * `columns` says what computed ones are; the rest may be null.
 */
const views: Readonly<Record<string, { from: string; columns: Readonly<Record<string, string>> }>> = {
  transaction_overview: { from: 'transactions', columns: { state: "TransactionStates['state'] | 'unmatched'" } },
};

const preamble = `// Generated from the migrated database: npx node --conditions=@fintrack/source test/update-rows.ts
import type { ColumnType } from 'kysely';

type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** Read as a value, written as JSON text: pg would write a JavaScript array as a PostgreSQL array. */
type Json = ColumnType<JsonValue, string, string>;
`;

/** The text of src/rows.ts for the database that \`client\` is connected to; partitions are left out. */
export async function rowTypes(client: pg.ClientBase): Promise<string> {
  const columns = (await client.query<Column>(columnsQuery)).rows;
  const relations = [...new Set(columns.map((column) => column.relation))];
  const interfaces = relations.map((relation) => {
    const own = columns.filter((column) => column.relation === relation);
    const lines = own.map((column) => `  ${column.name}: ${column.isView ? viewColumn(column, columns) : tableColumn(column)};\n`);
    return `export interface ${pascalCase(relation)} {\n${lines.join('')}}\n`;
  });
  const entries = relations.map((relation) => `  ${relation}: ${pascalCase(relation)};\n`);
  return [preamble, ...interfaces, `export interface Database {\n${entries.join('')}}\n`].join('\n');
}

function tableColumn(column: Column): string {
  const type = column.values ? union(column.values) : typeOf(column).column;
  return (column.hasDefault ? `Generated<${type}>` : type) + (column.nullable ? ' | null' : '');
}

function viewColumn(column: Column, columns: readonly Column[]): string {
  const view = views[column.relation];
  const computed = view?.columns[column.name];
  if (computed) return computed;
  const source = columns.find((other) => other.relation === view?.from && other.name === column.name);
  const type = source?.values ? union(source.values) : typeOf(column).read;
  return type + (source && !source.nullable ? '' : ' | null');
}

function typeOf({ relation, name, type }: Column): { column: string; read: string } {
  const known = types[type];
  if (!known) throw new Error(`${relation}.${name}: row-types.ts does not know the PostgreSQL type ${type}`);
  return known;
}

const union = (values: readonly string[]) => values.map((value) => `'${value}'`).join(' | ');
const pascalCase = (name: string) => name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

const columnsQuery = `
  select
    c.relname as relation,
    c.relkind = 'v' as "isView",
    a.attname as name,
    t.typname as type,
    not a.attnotnull as nullable,
    a.atthasdef as "hasDefault",
    (
      select array(select (regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g'))[1])
      from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
        and pg_get_constraintdef(k.oid) ~ '= ANY \\(ARRAY\\['
    ) as values
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  where c.relnamespace = 'fintrack'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
  order by c.relname, a.attnum`;

import type { Json, JsonObject } from '../with-references.ts';
import { pascalCase, pythonText } from './python-name.ts';

/** Declares the class of an object without a name of its own, and gives back the name it got. */
export type DeclareClass = (name: string, schema: JsonObject) => string;

/**
 * The Python type that accepts what the schema accepts. Leaves are strict: pydantic would else read "1" as a number.
 * A keyword that isn't translated is refused, so that no schema is half checked.
 */
export function pythonType(schema: JsonObject, path: string, declare: DeclareClass): string {
  if (typeof schema['$ref'] === 'string') return schema['$ref'];
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => !['title', 'description', 'default'].includes(key)));
  if (Array.isArray(own['enum'])) return literal(own, path);
  if (Array.isArray(own['anyOf'])) return union(own, path, declare);
  switch (own['type']) {
    case 'object':
      return declare(path, schema);
    case 'array':
      return array(own, path, declare);
    case 'string':
      return string(own, path);
    case 'integer':
      return number(own, path, 'int', '', ', BeforeValidator(whole_number)');
    case 'number':
      return number(own, path, 'float', ', allow_inf_nan=False', '');
    case 'boolean':
      allowOnly(own, ['type'], path);
      return 'StrictBool';
    case 'null':
      return 'None';
    default:
      throw new Error(`${path}: a schema of type ${JSON.stringify(own['type'])} has no Python type`);
  }
}

function literal(schema: JsonObject, path: string): string {
  allowOnly(schema, ['type', 'enum'], path);
  return `Literal[${(schema['enum'] as string[]).map(pythonText).join(', ')}]`;
}

function union(schema: JsonObject, path: string, declare: DeclareClass): string {
  allowOnly(schema, ['anyOf'], path);
  return (schema['anyOf'] as JsonObject[]).map((branch) => pythonType(branch, path, declare)).join(' | ');
}

function array(schema: JsonObject, path: string, declare: DeclareClass): string {
  allowOnly(schema, ['type', 'items', 'minItems', 'maxItems', 'uniqueItems'], path);
  const item = pythonType(schema['items'] as JsonObject, `${path}Item`, declare);
  const bounds = constraints(schema, { minItems: 'min_length', maxItems: 'max_length' });
  return `Annotated[list[${item}], Field(${bounds})${schema['uniqueItems'] === true ? ', UniqueItems' : ''}]`;
}

function string(schema: JsonObject, path: string): string {
  allowOnly(schema, ['type', 'pattern', 'format', 'minLength', 'maxLength'], path);
  const bounds = constraints(schema, { pattern: 'pattern', minLength: 'min_length', maxLength: 'max_length' });
  const format = typeof schema['format'] === 'string' ? `, ${pascalCase(schema['format'].replaceAll('-t', 'T'))}Format` : '';
  return `Annotated[str, StringConstraints(strict=True${bounds === '' ? '' : `, ${bounds}`})${format}]`;
}

function number(schema: JsonObject, path: string, type: string, more: string, after: string): string {
  allowOnly(schema, ['type', 'minimum', 'maximum'], path);
  const bounds = constraints(schema, { minimum: 'ge', maximum: 'le' });
  return `Annotated[${type}, Field(strict=True${more}${bounds === '' ? '' : `, ${bounds}`})${after}]`;
}

function constraints(schema: JsonObject, names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .filter(([key]) => key in schema)
    .map(([key, name]) => `${name}=${typeof schema[key] === 'string' ? pythonText(schema[key]) : String(schema[key])}`)
    .join(', ');
}

function allowOnly(schema: Readonly<Record<string, Json>>, keys: readonly string[], path: string): void {
  const unknown = Object.keys(schema).filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new Error(`${path}: no Python for the keyword ${unknown.join(', ')}`);
}

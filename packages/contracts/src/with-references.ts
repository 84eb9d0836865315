import { shapes } from './shapes.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The schema as plain JSON in which every named shape below the root is `{ $ref: refOf(name) }`. */
export function withReferences(schema: object, refOf: (name: string) => string, isRoot = true): JsonObject {
  const name = nameOf(schema);
  if (name !== null && !isRoot) return { $ref: refOf(name) };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, convert(value, refOf)]));
}

function convert(value: unknown, refOf: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => convert(item, refOf));
  if (typeof value === 'object' && value !== null) return withReferences(value, refOf, false);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Error(`a schema holds ${typeof value}, which JSON can't say`);
}

/** Name of the shape that a schema is, or null. */
function nameOf(schema: object): string | null {
  return 'title' in schema && typeof schema.title === 'string' && schema.title in shapes ? schema.title : null;
}

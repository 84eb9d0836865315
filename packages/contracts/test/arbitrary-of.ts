import fc from 'fast-check';
import type { SchemaNode } from './schema-node.ts';

/** Valid values of a schema, random but for the seed; lists and texts stay short. */
export function arbitraryOf(schema: SchemaNode): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(arbitraryOf));
  switch (schema.type) {
    case 'object':
      return fc.record(mapValues(schema.properties ?? {}, arbitraryOf), { requiredKeys: [...(schema.required ?? [])], noNullPrototype: true });
    case 'array':
      return list(schema);
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return number(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`no examples for a schema of type ${schema.type}`);
  }
}

function number({ type, minimum, maximum }: SchemaNode): fc.Arbitrary<number> {
  const bounds = { min: minimum ?? Number.MIN_SAFE_INTEGER, max: maximum ?? Number.MAX_SAFE_INTEGER };
  return type === 'integer' ? fc.integer(bounds) : fc.double({ ...bounds, noNaN: true });
}

function list(schema: SchemaNode): fc.Arbitrary<unknown> {
  const item = arbitraryOf(schema.items as SchemaNode);
  const minLength = schema.minItems ?? 0;
  const bounds = { minLength, maxLength: Math.min(schema.maxItems ?? 3, minLength + 3, schema.items?.enum?.length ?? 1000) };
  return schema.uniqueItems ? fc.uniqueArray(item, bounds) : fc.array(item, bounds);
}

function text(schema: SchemaNode): fc.Arbitrary<string> {
  if (schema.format === 'date') return day();
  if (schema.format === 'date-time') return fc.tuple(day(), fc.nat(86_399_999)).map(([date, ms]) => `${date}T${new Date(ms).toISOString().slice(11)}`);
  const { minLength = 0, maxLength = Number.MAX_SAFE_INTEGER } = schema;
  if (schema.pattern !== undefined) {
    return fc.stringMatching(new RegExp(schema.pattern, 'u')).filter((value) => value.length <= maxLength && value.length >= minLength);
  }
  const characters = fc.oneof(fc.string({ unit: 'grapheme-ascii', size: '-1', minLength: 1, maxLength: 1 }), fc.constantFrom('é', 'ß', '中', '😀', '\n', '\t', '\u200b', '\u2028', '"', '\\', '\u0301'));
  return fc.array(characters, { minLength, maxLength: Math.min(maxLength, minLength + 12) }).map((parts) => parts.join(''));
}

function day(): fc.Arbitrary<string> {
  return fc.date({ min: new Date('0001-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

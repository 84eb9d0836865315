import fc from 'fast-check';
import { arbitraryOf } from './arbitrary-of.ts';
import { RawJson, type SchemaNode } from './schema-node.ts';

export const SEED = 20_261_124;

const samples = new WeakMap<SchemaNode, unknown>();

/** One valid value, the same on every run and every call. */
export function sampleOf(schema: SchemaNode): unknown {
  if (!samples.has(schema)) samples.set(schema, schema.type === 'object' ? mapObject(schema, sampleOf) : fc.sample(arbitraryOf(schema), { seed: SEED, numRuns: 1 })[0]);
  return samples.get(schema);
}

/** Valid values at the bounds of each field: shortest, longest, least, most, every enum value and branch, optional fields gone. */
export function edgesOf(schema: SchemaNode): unknown[] {
  if (schema.enum) return [...schema.enum];
  if (schema.anyOf) return schema.anyOf.flatMap(edgesOf);
  switch (schema.type) {
    case 'object':
      return objectEdges(schema);
    case 'array':
      return arrayEdges(schema);
    case 'string':
      return stringEdges(schema);
    case 'integer':
      return numberEdges(schema).flatMap((value) => [value, new RawJson(`${value}.0`), new RawJson(`${value}e0`)]);
    case 'number':
      return [...numberEdges(schema), 0.5, 1e-7, new RawJson('1.0'), new RawJson('1E0')];
    default:
      return [sampleOf(schema), ...(schema.type === 'boolean' ? [true, false] : [])];
  }
}

function objectEdges(schema: SchemaNode): unknown[] {
  const whole = mapObject(schema, sampleOf);
  const properties = Object.entries(schema.properties ?? {});
  const optional = properties.map(([name]) => name).filter((name) => !schema.required?.includes(name));
  return [
    whole,
    Object.fromEntries(Object.entries(whole).filter(([name]) => !optional.includes(name))),
    ...optional.map((name) => Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name))),
    ...properties.flatMap(([name, property]) => edgesOf(property).map((value) => ({ ...whole, [name]: value }))),
  ];
}

function arrayEdges(schema: SchemaNode): unknown[] {
  const item = schema.items as SchemaNode;
  const atLeast = schema.minItems ?? 0;
  const fitting = atLeast <= 1 ? edgesOf(item).map((value) => [value]) : [];
  return [listOf(item, atLeast), ...fitting, listOf(item, Math.min(schema.maxItems ?? 3, schema.uniqueItems && item.enum ? item.enum.length : 1001), schema.uniqueItems)];
}

/** `length` valid items; where they must differ, UUIDs are numbered and enums listed. */
export function listOf(item: SchemaNode, length: number, different = false): unknown[] {
  const sample = sampleOf(item);
  if (!different) return Array.from({ length }, () => sample);
  if (item.enum) return item.enum.slice(0, length);
  return Array.from({ length }, (_, index) => `${String(sample).slice(0, 24)}${index.toString(16).padStart(12, '0')}`);
}

function stringEdges(schema: SchemaNode): unknown[] {
  const { minLength, maxLength } = schema;
  const some = fc.sample(arbitraryOf(schema), { seed: SEED, numRuns: 3 });
  if (schema.pattern !== undefined || maxLength === undefined) return some;
  // Length is counted in code points, so that many 😀 are as long as that many letters.
  return [...some, 'x'.repeat(minLength ?? 0), 'x'.repeat(maxLength), '😀'.repeat(maxLength), ...['é', '\u2028'].map((character) => character.repeat(minLength || 1))];
}

function numberEdges(schema: SchemaNode): number[] {
  return [schema.minimum ?? 0, schema.maximum ?? 1000];
}

export function mapObject(schema: SchemaNode, map: (property: SchemaNode) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, map(property)]));
}

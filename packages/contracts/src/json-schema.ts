import { shapes } from './shapes.ts';
import { type JsonObject, withReferences } from './with-references.ts';

const BASE = 'https://fintrack.io/schemas/';

/** A shape as a JSON Schema document of draft 2020-12; other shapes are referenced by their file name. */
export function jsonSchema(name: string): JsonObject {
  const schema = shapes[name];
  if (!schema) throw new Error(`there is no shape ${name}`);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `${BASE}${name}.json`, ...withReferences(schema, (other) => `${other}.json`) };
}

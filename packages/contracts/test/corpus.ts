import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { ajvOptions, shapes } from '../src/index.ts';
import { arbitraryOf } from './arbitrary-of.ts';
import { edgesOf, SEED } from './edges-of.ts';
import { type SchemaNode, toJsonText } from './schema-node.ts';
import { violationsOf } from './violations-of.ts';

export const VALID_MIN = 50;

/** One JSON text, and whether TypeScript takes it as the shape. */
export interface Example {
  readonly shape: string;
  /** `valid`, or what is wrong and where. */
  readonly label: string;
  readonly text: string;
  readonly accepted: boolean;
}

/** At least VALID_MIN valid texts of the shape and every violation of a single field; the same on every run. */
export function examplesOf(name: string): Example[] {
  const schema = shapes[name] as unknown as SchemaNode;
  const validate = new Ajv2020(ajvOptions).compile(schema as object);
  const valid = [...edgesOf(schema), ...fc.sample(arbitraryOf(schema), { seed: SEED, numRuns: VALID_MIN })];
  return [
    ...valid.map((value) => ({ label: 'valid', text: toJsonText(value) })),
    ...violationsOf(schema).map(({ path, kind, value }) => ({ label: `${kind} ${path}`, text: toJsonText(value) })),
  ].map(({ label, text }) => ({ shape: name, label, text, accepted: accepts(validate, text) }));
}

function accepts(validate: ValidateFunction, text: string): boolean {
  try {
    return validate(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

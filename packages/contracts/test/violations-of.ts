import { listOf, mapObject, sampleOf } from './edges-of.ts';
import { RawJson, type SchemaNode } from './schema-node.ts';

export type ViolationKind = 'missing' | 'null' | 'type' | 'pattern' | 'format' | 'bounds' | 'enum' | 'extra' | 'unique' | 'not JSON';

export interface Violation {
  /** Field that is wrong, from the root: `/account/currency`. */
  readonly path: string;
  readonly kind: ViolationKind;
  readonly value: unknown;
}

const OTHERS = { string: 'x', number: 1, boolean: true, object: {}, array: [] } as const;
const FORMAT: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-02-30', '2025-02-29', '1900-02-29', '0000-01-01', '2026-13-01', '2026-00-10', '2026-01-00', '2026-04-31'],
  'date-time': ['2026-02-30T00:00:00.000Z', '2026-01-01T24:00:00.000Z', '2026-01-01T23:60:00.000Z', '2026-01-01T23:59:60.000Z', '0000-01-01T00:00:00.000Z'],
  text: ['\u0000', 'a\u0000b', '\ud800', 'a\udc00b', '\udc00\ud800'],
  uuid: [],
};
const PATTERN: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-1-1', '20260101', '2026-W01-1', '+002026-01-01', '2026-01-01T00:00:00.000Z', '٢٠٢٦-٠١-٠١', '2026‐01‐01'],
  'date-time': ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000+00:00', '2026-01-01T00:00:00.000z', '2026-01-01t00:00:00.000Z', '2026-01-01 00:00:00.000Z', '2026-01-01T00:00:00.0000Z', '2026-01-01T00:00:00,000Z', '2026-01-01'],
  uuid: ['6F9619FF-8B86-4011-B42D-00CF4FC964FF', '{6f9619ff-8b86-4011-b42d-00cf4fc964ff}', '6f9619ff8b864011b42d00cf4fc964ff', 'urn:uuid:6f9619ff-8b86-4011-b42d-00cf4fc964ff'],
};

/** Every way in which one field of a value of the schema can be wrong, the rest being right. */
export function violationsOf(schema: SchemaNode): Violation[] {
  if (schema.enum) return [...wrongTypes(['string']), ...['', 'x', schema.enum[0]?.toUpperCase() ?? '', `${schema.enum[0]} `, `${schema.enum[0]}\n`].filter((value) => !schema.enum?.includes(value)).map(at('enum'))];
  if (schema.anyOf) return unionViolations(schema.anyOf);
  switch (schema.type) {
    case 'object':
      return objectViolations(schema);
    case 'array':
      return arrayViolations(schema);
    case 'string':
      return stringViolations(schema);
    case 'integer':
      return [...wrongTypes(['number']), ...numberBounds(schema, 1), ...[0.5, new RawJson('1.0000001'), new RawJson('-1e400')].map(at('type'))];
    case 'number':
      return [...wrongTypes(['number']), ...numberBounds(schema, 0.001)];
    case 'boolean':
      return [...wrongTypes(['boolean']), ...[0, 'true', 'false', ''].map(at('type'))];
    default:
      return wrongTypes([]);
  }
}

/** A value is wrong for a union only if it is so for each branch; scalars that another branch takes are left out. */
function unionViolations(branches: readonly SchemaNode[]): Violation[] {
  const types = branches.flatMap((branch) => branch.type ?? []);
  return branches.flatMap(violationsOf).filter(({ path, value, kind }) => {
    if (path !== '') return true;
    if (value === null) return !types.includes('null');
    const numeric = typeof value === 'number' && Number.isInteger(value) && kind !== 'bounds';
    return !(numeric && types.includes('integer')) && !(value === 'x' && branches.some(takesX));
  });
}

function takesX(branch: SchemaNode): boolean {
  return branch.type === 'string' && branch.enum === undefined && new RegExp(branch.pattern ?? '', 'u').test('x');
}

function objectViolations(schema: SchemaNode): Violation[] {
  const whole = mapObject(schema, sampleOf);
  const without = (name: string) => Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
  const properties = Object.entries(schema.properties ?? {});
  return [
    ...wrongTypes(['object']),
    ...(schema.required ?? []).map((name) => ({ path: `/${name}`, kind: 'missing' as const, value: without(name) })),
    ...properties.flatMap(([name, property]) => violationsOf(property).map((wrong) => ({ ...wrong, path: `/${name}${wrong.path}`, value: { ...whole, [name]: wrong.value } }))),
    ...extras(whole, properties.map(([name]) => name)),
  ];
}

function extras(whole: Record<string, unknown>, names: readonly string[]): Violation[] {
  const added = ['extra', '', '__proto__', 'constructor', `${names[0]} `, (names[0] ?? '').toUpperCase(), (names[0] ?? '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  return [...new Set(added)].filter((name) => !names.includes(name)).map((name) => {
    const value = { ...whole };
    Object.defineProperty(value, name, { value: 1, enumerable: true });
    return { path: `/${name}`, kind: 'extra', value };
  });
}

function arrayViolations(schema: SchemaNode): Violation[] {
  const item = schema.items as SchemaNode;
  const { minItems = 0, maxItems } = schema;
  return [
    ...wrongTypes(['array']),
    { path: '', kind: 'type', value: { 0: sampleOf(item), length: 1 } },
    ...(minItems > 0 ? [at('bounds')(listOf(item, minItems - 1))] : []),
    ...(maxItems === undefined ? [] : [at('bounds')(listOf(item, maxItems + 1, schema.uniqueItems && !item.enum))]),
    ...(schema.uniqueItems ? [at('unique')([sampleOf(item), sampleOf(item)])] : []),
    ...violationsOf(item).map((wrong) => ({ ...wrong, path: `/0${wrong.path}`, value: [wrong.value] })),
  ];
}

function stringViolations(schema: SchemaNode): Violation[] {
  const { minLength = 0, maxLength, pattern, format } = schema;
  const tooLong = maxLength === undefined ? [] : [pattern === undefined ? 'x'.repeat(maxLength + 1) : '', pattern === undefined ? '😀'.repeat(maxLength + 1) : ''];
  return [
    ...wrongTypes(['string']),
    ...(pattern === undefined ? [] : patternViolations(sampleOf(schema) as string, new RegExp(pattern, 'u'), format)),
    ...(FORMAT[format ?? ''] ?? []).filter((value) => value.length >= minLength).map(at('format')),
    ...(minLength > 0 ? [at('bounds')('x'.repeat(minLength - 1))] : []),
    ...tooLong.filter((value) => value !== '').map(at('bounds')),
  ];
}

function patternViolations(sample: string, pattern: RegExp, format: string | undefined): Violation[] {
  const arabic = sample.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(0x0660 + Number(digit)));
  const fullWidth = sample.replaceAll(/[0-9A-Za-z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
  const changed = [
    '', `${sample}\n`, `\n${sample}`, `${sample}\r\n`, `${sample}\u2028`, ` ${sample}`, `${sample} `, `${sample}\u0000`, `${sample}é`, `${sample}\ud800`,
    sample.slice(0, -1), sample.slice(1), sample + sample, sample.toUpperCase(), sample.toLowerCase(), sample.replaceAll('-', '_'), arabic, fullWidth, sample.repeat(300),
    ...(PATTERN[format ?? ''] ?? []),
  ];
  return [...new Set(changed)].filter((value) => !pattern.test(value)).map(at('pattern'));
}

function numberBounds(schema: SchemaNode, step: number): Violation[] {
  const { minimum, maximum } = schema;
  const safe = maximum === Number.MAX_SAFE_INTEGER ? new RawJson('9007199254740993') : (maximum ?? 0) + step;
  return [
    ...(minimum === undefined ? [] : [minimum - step].map(at('bounds'))),
    ...(maximum === undefined ? [] : [safe, new RawJson('1e400'), new RawJson('1' + '0'.repeat(400))].map(at('bounds'))),
    ...['NaN', 'Infinity', '-Infinity', '01', '+1', '1.'].map((text) => at('not JSON')(new RawJson(text))),
  ];
}

function wrongTypes(right: readonly (keyof typeof OTHERS)[]): Violation[] {
  const others = Object.entries(OTHERS).filter(([type]) => !(right as readonly string[]).includes(type)).map(([, value]) => at('type')(value));
  return [...others, at('null')(null)];
}

function at(kind: ViolationKind) {
  return (value: unknown): Violation => ({ path: '', kind, value });
}

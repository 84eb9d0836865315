import { Type, type Static, type TSchema } from 'typebox';
import { shape } from '../shape.ts';

// Patterns use [0-9], not \d: the latter takes every Unicode digit in Rust's engine, which checks the Python models.
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const DATE = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';
const INSTANT = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$';
const EMAIL = "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$";

export const Uuid = shape('Uuid', 'UUID in its canonical lower-case form.', Type.String({ format: 'uuid', pattern: UUID }));
export type Uuid = Static<typeof Uuid>;

export const LocalDate = shape('LocalDate', 'A day of the calendar without time zone, YYYY-MM-DD.', Type.String({ format: 'date', pattern: DATE }));
export type LocalDate = Static<typeof LocalDate>;

export const Instant = shape('Instant', 'A moment in UTC with milliseconds, as Date.toISOString writes it.', Type.String({ format: 'date-time', pattern: INSTANT }));
export type Instant = Static<typeof Instant>;

export const Email = shape('Email', 'E-mail address; letter case is not significant.', Type.String({ maxLength: 254, pattern: EMAIL }));
export type Email = Static<typeof Email>;

export const Slug = shape('Slug', 'Short name of a tenant, as used to sign in.', Type.String({ pattern: '^[a-z0-9-]{3,40}$' }));
export type Slug = Static<typeof Slug>;

export const Code = shape('Code', 'Machine-readable code of a failure or reason, snake_case.', Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' }));
export type Code = Static<typeof Code>;

export const Cursor = shape('Cursor', 'Opaque position in a list, taken from `nextCursor`.', Type.String({ pattern: '^[A-Za-z0-9_-]{1,512}$' }));
export type Cursor = Static<typeof Cursor>;

export const Sha256 = shape('Sha256', 'SHA-256 in lower-case hexadecimal.', Type.String({ pattern: '^[0-9a-f]{64}$' }));
export type Sha256 = Static<typeof Sha256>;

/** Free text of `minLength` to `maxLength` code points; the format `text` excludes NUL and lone surrogates, which PostgreSQL can't store. */
export function text(maxLength: number, minLength = 1) {
  return Type.String({ minLength, maxLength, format: 'text' });
}

/** An integer from `minimum` to `maximum`; 1.0 counts as one, as JSON Schema has it. */
export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER) {
  return Type.Integer({ minimum, maximum });
}

/** The schema or null; used where the field is always present. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** One of the given texts. */
export function oneOf<Values extends string[]>(values: readonly [...Values]) {
  return Type.Enum(values, { type: 'string' });
}

/** An object that refuses fields it doesn't name. */
export function strict<Properties extends Record<string, TSchema>>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

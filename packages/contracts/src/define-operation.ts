import type { TSchema } from 'typebox';
import type { Operation, Security } from './operation.ts';

type Errors = Readonly<Record<number, readonly string[]>>;
type OwnFields = Omit<Operation, 'errors'> & { readonly errors?: Errors };
type ImpliedCode = 'invalid_request' | 'unauthenticated' | 'forbidden' | 'body_too_large' | 'unsupported_media_type' | 'internal_error' | 'unavailable';
type OwnCode<Own extends OwnFields> = Own extends { errors: Readonly<Record<number, readonly (infer Code extends string)[]>> } ? Code : never;
type Merged<Own extends OwnFields> = Omit<Own, 'errors'> & { readonly errors: Readonly<Record<number, readonly (ImpliedCode | OwnCode<Own>)[]>> };

export const anyone = { kind: 'none' } as const satisfies Security;
export const operator = { kind: 'operatorKey' } as const satisfies Security;
export const viewers = { kind: 'bearer', roles: ['viewer', 'analyst', 'admin'] } as const satisfies Security;
export const analysts = { kind: 'bearer', roles: ['analyst', 'admin'] } as const satisfies Security;
export const admins = { kind: 'bearer', roles: ['admin'] } as const satisfies Security;

/**
 * An operation with the problems that follow from its form: 400 and 413 where it takes input, 401 and 403 where it
 * asks who calls, 415 for an unknown kind of body, 500 and 503 always.
 */
export function defineOperation<const Own extends OwnFields>(own: Own): Merged<Own> {
  return { ...own, errors: mergeErrors(impliedErrors(own), own.errors ?? {}, Object.keys(own.responses).map(Number)) } as Merged<Own>;
}

function impliedErrors(own: OwnFields): Readonly<Record<number, readonly ImpliedCode[]>> {
  return {
    ...(own.params || own.query || own.body ? { 400: ['invalid_request'] } : {}),
    ...(own.security.kind === 'bearer' ? { 401: ['unauthenticated'], 403: ['forbidden'] } : {}),
    ...(own.security.kind === 'operatorKey' ? { 401: ['unauthenticated'] } : {}),
    ...(own.body ? { 413: ['body_too_large'], 415: ['unsupported_media_type'] } : {}),
    500: ['internal_error'],
    503: ['unavailable'],
  };
}

/** A status that the operation answers with by itself, as readiness does with 503, is no problem. */
function mergeErrors(implied: Errors, own: Errors, answered: readonly number[]): Errors {
  const statuses = [...new Set([...Object.keys(implied), ...Object.keys(own)].map(Number))]
    .filter((status) => !answered.includes(status))
    .sort((a, b) => a - b);
  return Object.fromEntries(statuses.map((status) => [status, [...new Set([...(implied[status] ?? []), ...(own[status] ?? [])])]]));
}

/** `{ [status]: … }` of an operation that answers with JSON. */
export function json<const Status extends number, Schema extends TSchema>(status: Status, description: string, schema: Schema) {
  return { [status]: { description, content: { 'application/json': schema } } } as { readonly [S in Status]: { readonly description: string; readonly content: { readonly 'application/json': Schema } } };
}

/** `{ 204: … }`. */
export function noContent(description: string) {
  return { 204: { description } } as const;
}

export function jsonBody<Schema extends TSchema>(schema: Schema) {
  return { kind: 'json', schema } as const;
}

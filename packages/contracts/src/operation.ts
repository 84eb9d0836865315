import type { Static, TObject, TSchema } from 'typebox';
import type { Role } from './shapes/vocabulary.ts';

export type Method = 'get' | 'post' | 'put' | 'delete';
export type MediaType = 'application/json' | 'text/csv' | 'text/plain';

/** Who may call: anyone, holders of the operator key (header `x-operator-key`), or users of one of the roles. */
export type Security = { readonly kind: 'none' } | { readonly kind: 'operatorKey' } | { readonly kind: 'bearer'; readonly roles: readonly Role[] };

export type Body =
  | { readonly kind: 'json'; readonly schema: TSchema }
  /** Fields first, then one file; `schema` describes the fields, of which objects are JSON text in the form. */
  | { readonly kind: 'multipart'; readonly schema: TObject; readonly file: string };

export interface Response {
  readonly description: string;
  /** By media type; a schema for JSON, null for text. Absent: the response has no body. */
  readonly content?: Readonly<Partial<Record<MediaType, TSchema | null>>>;
}

/** One HTTP operation. `path` is an OpenAPI template: `/api/matches/{matchId}`. */
export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly security: Security;
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: Body;
  /** Answers that are not problems, by status. */
  readonly responses: Readonly<Record<number, Response>>;
  /** Codes of problems by status, all of them. */
  readonly errors: Readonly<Record<number, readonly string[]>>;
}

export type BodyOf<Op extends Operation> = Op extends { body: { schema: infer Schema extends TSchema } } ? Static<Schema> : undefined;
export type ParamsOf<Op extends Operation> = Op extends { params: infer Schema extends TObject } ? Static<Schema> : Record<never, never>;
export type QueryOf<Op extends Operation> = Op extends { query: infer Schema extends TObject } ? Static<Schema> : Record<never, never>;
/** JSON of the successful response; undefined where it has none. */
export type ResultOf<Op extends Operation> = {
  [Status in keyof Op['responses']]: Op['responses'][Status] extends { content: { 'application/json': infer Schema extends TSchema } } ? Static<Schema> : never;
}[keyof Op['responses']];
/** Every problem code an operation can answer with. */
export type ProblemCodeOf<Op extends Operation> = Op['errors'][number][number];

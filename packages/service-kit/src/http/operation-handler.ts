import type { Operation, ParamsOf, ProblemCodeOf, QueryOf } from '@fintrack/contracts';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import type { Principal } from '../auth/principal.ts';
import type { ProblemExtras } from './problem.ts';

type Headers = Readonly<Record<string, string>>;
type PrincipalOf<Op extends Operation> = Op['security'] extends { readonly kind: 'bearer' } ? Principal : undefined;
type JsonBodyOf<Op extends Operation> = Op extends { readonly body: { readonly kind: 'json'; readonly schema: infer Schema extends TSchema } } ? Static<Schema> : undefined;

/** A request that has passed authentication and validation. */
export interface OperationRequest<Op extends Operation> {
  readonly params: ParamsOf<Op>;
  readonly query: QueryOf<Op>;
  /** Undefined for multipart operations: their handler reads `http`. */
  readonly body: JsonBodyOf<Op>;
  readonly principal: PrincipalOf<Op>;
  readonly http: FastifyRequest;
}

type JsonReply<Status, Body> = { readonly status: Status; readonly body: Body; readonly headers?: Headers };
type TextReply<Status, MediaType> = { readonly status: Status; readonly mediaType: MediaType; readonly text: string | Readable; readonly headers?: Headers };
type EmptyReply<Status> = { readonly status: Status; readonly headers?: Headers };

type ContentReply<Status, Content> = {
  [MediaType in keyof Content]: Content[MediaType] extends TSchema ? JsonReply<Status, Static<Content[MediaType]>> : TextReply<Status, MediaType>;
}[keyof Content];

type Answer<Op extends Operation> = {
  [Status in keyof Op['responses'] & number]: Op['responses'][Status] extends { readonly content: infer Content } ? ContentReply<Status, Content> : EmptyReply<Status>;
}[keyof Op['responses'] & number];

/** An expected failure; its status is the one under which the contract lists the code. */
export type ProblemReply<Code extends string> = ProblemExtras & { readonly problem: Code };

/** What a handler may answer: what the contract lists, by status, or one of its problem codes. */
export type Reply<Op extends Operation> = Answer<Op> | ProblemReply<ProblemCodeOf<Op>>;

export type Handler<Op extends Operation> = (request: OperationRequest<Op>) => Promise<Reply<Op>>;

/** A handler for each operation of a service; a missing one does not compile. */
export type Handlers<Operations extends Readonly<Record<string, Operation>>> = { readonly [Id in keyof Operations]: Handler<Operations[Id]> };

/** An answer with a JSON body. */
export function reply<const Status extends number, Body>(status: Status, body: Body, headers: Headers = {}): { readonly status: Status; readonly body: Body; readonly headers: Headers } {
  return { status, body, headers };
}

/** A problem by its code. */
export function problem<const Code extends string>(code: Code, extras: ProblemExtras = {}): ProblemReply<Code> {
  return { ...extras, problem: code };
}

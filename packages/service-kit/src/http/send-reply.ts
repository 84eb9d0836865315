import type { Operation } from '@fintrack/contracts';
import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import type { ProblemReply } from './operation-handler.ts';
import { problemBody, type ProblemExtras, problemMediaType } from './problem.ts';

/** `Reply` of any operation. */
export type AnyReply =
  | ProblemReply<string>
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown; readonly mediaType?: string; readonly text?: string | Readable };

export function sendProblem(reply: FastifyReply, status: number, code: string, extras: ProblemExtras = {}): FastifyReply {
  // As bytes: to text, Fastify would add a charset, which this media type does not have.
  return reply.code(status).headers({ ...extras.headers }).type(problemMediaType).send(Buffer.from(JSON.stringify(problemBody(status, code, extras))));
}

export function sendReply(reply: FastifyReply, operation: Operation, answer: AnyReply): FastifyReply {
  if ('problem' in answer) return sendProblem(reply, statusOf(operation, answer.problem), answer.problem, answer);
  void reply.code(answer.status).headers({ ...answer.headers });
  if (answer.text !== undefined) return reply.type(`${answer.mediaType}; charset=utf-8`).send(answer.text);
  if (answer.body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.body));
}

function statusOf({ operationId, errors }: Operation, code: string): number {
  const found = Object.entries(errors).find(([, codes]) => codes.includes(code));
  if (!found) throw new Error(`${operationId}: the contract lists no problem ${code}`);
  return Number(found[0]);
}

import type { Operation } from '@fintrack/contracts';
import type { AnyReply } from './send-reply.ts';
import { compileSchema } from './validator-compiler.ts';

export type ResponseCheck = (answer: AnyReply) => void;

/** Throws where an answer is not as the contract says; for tests, which so prove each response that they provoke. */
export function responseCheck({ operationId, responses }: Operation): ResponseCheck {
  const checks = new Map(
    Object.entries(responses).flatMap(([status, { content }]) => {
      const schema = content?.['application/json'];
      return schema ? [[Number(status), compileSchema(schema)] as const] : [];
    }),
  );
  return (answer) => {
    if ('problem' in answer || answer.text !== undefined) return;
    const check = checks.get(answer.status);
    if (check && !check(answer.body)) throw new Error(`${operationId}: the response ${answer.status} is not as the contract says: ${JSON.stringify(check.errors)}`);
  };
}

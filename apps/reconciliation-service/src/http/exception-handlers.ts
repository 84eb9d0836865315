import type { operations } from '@fintrack/contracts';
import { type Handlers, problem, reply } from '@fintrack/service-kit';
import type { Exceptions } from '../domain/exceptions.ts';
import { transactionCursor } from './cursors.ts';
import { listPage } from './list-page.ts';

type Operations = (typeof operations)['reconciliation-service'];

export function exceptionHandlers(exceptions: Exceptions, now: () => Date): Pick<Handlers<Operations>, 'listExceptions' | 'resolveException'> {
  return {
    listExceptions: async ({ query, principal }) => listPage(transactionCursor, query, (page) => exceptions.list(principal.tenantId, page, query)),

    resolveException: async ({ params, body, principal }) => {
      const resolved = await exceptions.resolve(principal.tenantId, params.transactionId, { resolution: body.resolution, resolvedBy: principal.userId, resolvedAt: now() });
      return resolved.ok ? reply(200, resolved.value) : problem(resolved.error.code);
    },
  };
}

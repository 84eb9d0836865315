import type { operations } from '@fintrack/contracts';
import { type Handlers, problem, reply } from '@fintrack/service-kit';
import type { Reconciliations } from '../domain/reconciliations.ts';
import type { RunPass } from '../domain/run-pass.ts';

type Operations = (typeof operations)['reconciliation-service'];

export interface ReconciliationHandlersOptions {
  readonly reconciliations: Reconciliations;
  readonly runPass: RunPass;
  /** Told when a reconciliation is to be announced. */
  readonly onCompleted: () => void;
}

export function reconciliationHandlers({ reconciliations, runPass, onCompleted }: ReconciliationHandlersOptions): Pick<Handlers<Operations>, 'reconcile' | 'getReconciliation'> {
  return {
    reconcile: async ({ principal }) => {
      const result = await runPass({ tenantId: principal.tenantId, trigger: 'request', requestedBy: principal.userId });
      if (!result.ok) return problem('reconciliation_running', { detail: 'Another reconciliation has been running for long.', headers: { 'retry-after': '5' } });
      if (result.value === 'covered') throw new Error('a pass that was asked for was skipped');
      onCompleted();
      return reply(200, result.value);
    },

    getReconciliation: async ({ params, principal }) => {
      const reconciliation = await reconciliations.find(principal.tenantId, params.reconciliationId);
      return reconciliation === undefined ? problem('reconciliation_not_found') : reply(200, reconciliation);
    },
  };
}

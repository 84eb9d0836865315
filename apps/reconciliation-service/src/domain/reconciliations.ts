import type { Reconciliation } from '@fintrack/contracts';

export interface Reconciliations {
  find(tenantId: string, reconciliationId: string): Promise<Reconciliation | undefined>;
}

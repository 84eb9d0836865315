import type { ServiceName } from '@fintrack/catalog';
import type { Operation } from './operation.ts';
import { authOperations } from './operations/auth-service.ts';
import { anomalyOperations } from './operations/ml-anomaly-detector.ts';
import { notificationOperations } from './operations/notification-service.ts';
import { reconciliationOperations } from './operations/reconciliation-service.ts';
import { reportingOperations } from './operations/reporting-service.ts';

/** Every operation by service and operationId; `everyServiceOperations` come on top. */
export const operations = {
  'auth-service': authOperations,
  'reconciliation-service': reconciliationOperations,
  'reporting-service': reportingOperations,
  'notification-service': notificationOperations,
  'transaction-worker': {},
  'ml-anomaly-detector': anomalyOperations,
} as const satisfies Record<ServiceName, Record<string, Operation>>;

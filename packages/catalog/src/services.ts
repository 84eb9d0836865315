import { assertConsistent } from './assert-consistent.ts';
import type { Service } from './service.ts';
import type { ServiceName } from './service-name.ts';
import { authService } from './services/auth-service.ts';
import { mlAnomalyDetector } from './services/ml-anomaly-detector.ts';
import { notificationService } from './services/notification-service.ts';
import { reconciliationService } from './services/reconciliation-service.ts';
import { reportingService } from './services/reporting-service.ts';
import { transactionWorker } from './services/transaction-worker.ts';

/** Every service by name. */
export const services: { readonly [Name in ServiceName]: Service<Name> } = {
  'auth-service': authService,
  'reconciliation-service': reconciliationService,
  'reporting-service': reportingService,
  'notification-service': notificationService,
  'transaction-worker': transactionWorker,
  'ml-anomaly-detector': mlAnomalyDetector,
};

assertConsistent(Object.values(services));

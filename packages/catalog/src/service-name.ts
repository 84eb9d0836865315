/** The services of FinTrack. A name here without a file in `services/` does not compile. */
export const serviceNames = [
  'auth-service',
  'reconciliation-service',
  'reporting-service',
  'notification-service',
  'transaction-worker',
  'ml-anomaly-detector',
] as const;

export type ServiceName = (typeof serviceNames)[number];

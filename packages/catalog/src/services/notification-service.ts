import { databaseKeys, serverKeys, tokenKeys } from '../config-groups.ts';
import { defineService } from '../define-service.ts';

/** Delivers signed webhooks; owns subscriptions and the delivery log. */
export const notificationService = defineService('notification-service', {
  purpose: 'Delivers events to subscribers by signed webhooks and keeps the delivery log.',
  runtime: 'node',
  http: { port: 8080, routes: ['/api/webhooks'] },
  replicas: { min: 2, max: 6 },
  scaling: { cpuPercent: 65, queueDepth: { notifications: 100 } },
  compute: { pool: 'general', requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
  consumes: {
    // One attempt waits at most 10 s for the subscriber.
    'reconciliation.completed': { queue: 'notifications', visibilitySeconds: 60, attemptsMax: 8 },
    'statement.rejected': { queue: 'notifications', visibilitySeconds: 60, attemptsMax: 8 },
  },
  calls: ['auth-service'],
  reads: { secrets: ['rds', 'webhook-sealing'], tables: ['notification-deliveries'] },
  writes: { tables: ['notification-deliveries'] },
  config: [
    ...serverKeys, ...databaseKeys, ...tokenKeys, 'NOTIFICATIONS_QUEUE_URL', 'DELIVERIES_TABLE', 'WEBHOOK_SEALING_KEY', 'WEBHOOK_ALLOW_PRIVATE',
  ],
  egress: 'internet',
  objectives: { availabilityPercent: 99.97, latencyMsP99: 800 },
});

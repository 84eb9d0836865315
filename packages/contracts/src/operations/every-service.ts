import { anyone, defineOperation, json } from '../define-operation.ts';
import { Health, Readiness } from '../shapes/service-health.ts';

/** What every service answers beside its own operations; the gateway does not route these. */
export const everyServiceOperations = {
  getHealth: defineOperation({
    operationId: 'getHealth', method: 'get', path: '/health', summary: 'Whether the process runs.', security: anyone, responses: json(200, 'It runs.', Health),
  }),
  getReadiness: defineOperation({
    operationId: 'getReadiness', method: 'get', path: '/ready', summary: 'Whether the service can answer requests now.', security: anyone,
    responses: { ...json(200, 'It can.', Readiness), ...json(503, 'It can not; the checks say why.', Readiness) },
  }),
  getMetrics: defineOperation({
    operationId: 'getMetrics', method: 'get', path: '/metrics', summary: 'Prometheus metrics.', security: anyone,
    responses: { 200: { description: 'Text exposition format.', content: { 'text/plain': null } } },
  }),
} as const;

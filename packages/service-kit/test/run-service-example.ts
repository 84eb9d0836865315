import { createLogger } from '../src/telemetry/logger.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { ConfigError } from '../src/config/config-error.ts';
import { createServer } from '../src/http/create-server.ts';
import { createTokenVerifier } from '../src/auth/token-verifier.ts';
import { runService } from '../src/process/run-service.ts';
import { anyone, defineOperation } from '@fintrack/contracts';
import { setTimeout as delay } from 'node:timers/promises';

/** A service whose one operation takes 500 ms; its argument says how it misbehaves. */
const [, , mode] = process.argv;
const operations = {
  wait: defineOperation({ operationId: 'wait', method: 'get', path: '/api/wait', summary: 'Waits.', security: anyone, responses: { 204: { description: 'Waited.' } } }),
} as const;

await runService(async () => {
  if (mode === 'bad-config') throw new ConfigError(['PORT: expected an integer', 'HOST: expected text']);
  const logger = createLogger({ service: 'example' });
  const server = await createServer({
    service: 'example', version: '0', config: { HOST: '127.0.0.1', PORT: 0 }, logger, metrics: createMetrics('example'), operations, readiness: {},
    tokens: createTokenVerifier({ keys: { keys: [] }, issuer: 'https://auth.example/' }),
    handlers: { wait: async () => (await delay(500), { status: 204 } as const) },
  });
  await server.listen();
  if (mode === 'rejection') setTimeout(() => void Promise.reject(new Error('nobody waits for this')), 100);
  const named = (name: string, run: () => Promise<void> = async () => undefined) => ({ stop: async () => (await run(), logger.info(`stopped ${name}`)) });
  const pool = mode === 'stuck' ? named('pool', () => new Promise((_resolve) => setTimeout(() => undefined, 60_000))) : named('pool');
  return { logger, graceMs: mode === 'stuck' ? 0 : 5_000, stop: [[server, named('consumer')], [pool]] };
});

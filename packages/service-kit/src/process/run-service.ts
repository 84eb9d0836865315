import { ConfigError } from '../config/config-error.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Something that stops: a server, a consumer, a relay, a pool. */
export interface Stoppable {
  stop(): Promise<void>;
}

export interface RunningService {
  readonly logger: Logger;
  /** SHUTDOWN_GRACE_MS. */
  readonly graceMs: number;
  /** Stopped phase after phase, each phase's members at once: first what takes in work, last what the work needs. */
  readonly stop: readonly (readonly Stoppable[])[];
}

/** Beyond the grace of requests and messages, what closing pools may take. */
const closingMs = 5_000;

/**
 * Runs a service until SIGTERM or SIGINT, then drains it and exits 0.
 * Exits 1 if it can't start, can't drain in time, or a promise is rejected unhandled.
 */
export async function runService(start: () => Promise<RunningService>): Promise<void> {
  let service: RunningService;
  try {
    service = await start();
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
    process.exit(1);
  }
  const { logger } = service;
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, `${event}: the process ends`);
      process.exit(1);
    });
  }
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      logger.info({ signal }, 'stopping');
      void stopWithin(service).then((stopped) => process.exit(stopped ? 0 : 1));
    });
  }
}

/** Whether everything stopped in time. */
async function stopWithin({ logger, graceMs, stop }: RunningService): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => {
    logger.error({ graceMs }, 'not everything stopped within the grace');
    resolve(false);
  }, graceMs + closingMs);
  const all = stopInPhases(stop).then(
    () => true,
    (error: unknown) => {
      logger.error({ err: error }, 'stopping failed');
      return false;
    },
  );
  const stopped = await Promise.race([all, late]);
  clearTimeout(timer);
  if (stopped) logger.info('stopped');
  return stopped;
}

async function stopInPhases(phases: readonly (readonly Stoppable[])[]): Promise<void> {
  for (const phase of phases) await Promise.all(phase.map((member) => member.stop()));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

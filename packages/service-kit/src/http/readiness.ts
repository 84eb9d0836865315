import type { Readiness, ReadinessCheck } from '@fintrack/contracts';
import type { Logger } from '../telemetry/logger.ts';

/** Rejects when the named thing can't be used. */
export type Check = () => Promise<unknown>;

const timeoutMs = 2_000;

/** Runs every check at once, each with a time limit. What went wrong is logged; the answer tells no internals. */
export async function checkReadiness(checks: Readonly<Record<string, Check>>, logger: Logger): Promise<Readiness> {
  const results = await Promise.all(Object.entries(checks).map(([name, check]) => run(name, check, logger)));
  return { ready: results.every(({ ready }) => ready), checks: results };
}

async function run(name: string, check: Check, logger: Logger): Promise<ReadinessCheck> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    await Promise.race([check(), late]);
    return { name, ready: true, detail: null };
  } catch (error) {
    logger.warn({ err: error, check: name }, 'a readiness check failed');
    return { name, ready: false, detail: 'does not answer' };
  } finally {
    clearTimeout(timer);
  }
}

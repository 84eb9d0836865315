import type { Cluster } from 'ioredis';
import { createHash } from 'node:crypto';
import type { AttemptThrottle } from '../domain/surroundings.ts';

export interface ThrottleLimits {
  /** Attempts that may fail in a row without a wait. */
  readonly freeAttempts: number;
  /** Milliseconds to wait after the first attempt beyond; doubles with each. */
  readonly firstWaitMs: number;
  readonly waitMsMax: number;
  /** Milliseconds without an attempt after which they are forgotten. */
  readonly forgetMs: number;
}

/** OWASP's Authentication Cheat Sheet: the wait grows, so that nobody can lock another's account for long. */
export const loginLimits: ThrottleLimits = { freeAttempts: 10, firstWaitMs: 1_000, waitMsMax: 900_000, forgetMs: 3_600_000 };
/** A key can't be guessed; this only keeps a client with a dead key from hammering. Clients exchange keys concurrently. */
export const apiKeyLimits: ThrottleLimits = { ...loginLimits, freeAttempts: 100 };

/**
 * Counts before the attempt is judged, so that attempts at the same time can't slip by; success clears the count.
 * KEYS: count, block. ARGV: free attempts, first wait, longest wait, forget. Returns milliseconds to wait, or 0.
 */
const attemptScript = `
local blocked = redis.call('PTTL', KEYS[2])
if blocked > 0 then return blocked end
local count = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local beyond = count - tonumber(ARGV[1])
if beyond >= 0 then
  local wait = math.min(tonumber(ARGV[2]) * 2 ^ math.min(beyond, 30), tonumber(ARGV[3]))
  redis.call('SET', KEYS[2], '1', 'PX', string.format('%d', wait))
end
return 0`;

export interface RedisThrottleOptions {
  readonly redis: Cluster;
  readonly limits: ThrottleLimits;
  /** Told when Redis does not answer. Then attempts are admitted: hashing still makes guessing slow, and people must get in. */
  readonly onUnavailable: (error: unknown) => void;
}

/** Counts attempts in Redis, for all instances of the service together. */
export class RedisAttemptThrottle implements AttemptThrottle {
  readonly #options: RedisThrottleOptions;
  constructor(options: RedisThrottleOptions) {
    this.#options = options;
  }

  async attempt(subject: string): Promise<number | undefined> {
    const { redis, limits, onUnavailable } = this.#options;
    try {
      const arguments_ = [limits.freeAttempts, limits.firstWaitMs, limits.waitMsMax, limits.forgetMs];
      const waitMs = Number(await redis.eval(attemptScript, 2, ...keysOf(subject), ...arguments_));
      return waitMs > 0 ? Math.ceil(waitMs / 1000) : undefined;
    } catch (error) {
      onUnavailable(error);
      return undefined;
    }
  }

  async succeeded(subject: string): Promise<void> {
    await this.#options.redis.del(...keysOf(subject)).catch(this.#options.onUnavailable);
  }
}

/** The braces put both keys of a subject into one hash slot; the digest keeps e-mail addresses out of Redis. */
function keysOf(subject: string): [count: string, block: string] {
  const digest = createHash('sha256').update(subject).digest('base64url');
  return [`throttle:{${digest}}:count`, `throttle:{${digest}}:block`];
}

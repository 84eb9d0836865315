import { Cluster } from 'ioredis';
import { once } from 'node:events';

/** Longer than any healthy answer; a request must not wait for a cluster that is away. */
const commandTimeoutMs = 500;

/** What a start waits for the cluster; after that it goes on connecting in the background. */
const startTimeoutMs = 3_000;

/** A client of the Redis cluster at `redis://` or, over TLS, `rediss://`. */
export async function connectRedis(url: string, onError: (error: unknown) => void): Promise<Cluster> {
  const redis = createClient(url);
  redis.on('error', onError);
  await once(redis, 'ready', { signal: AbortSignal.timeout(startTimeoutMs) }).catch(onError);
  return redis;
}

function createClient(url: string): Cluster {
  const { protocol, hostname, port, username, password } = new URL(url);
  return new Cluster([{ host: hostname, port: Number(port || 6379) }], {
    // Names, not addresses: ElastiCache's certificate is for its names.
    dnsLookup: (address, callback) => callback(null, address),
    enableOfflineQueue: false,
    slotsRefreshTimeout: 2_000,
    redisOptions: {
      connectTimeout: 2_000,
      commandTimeout: commandTimeoutMs,
      maxRetriesPerRequest: 1,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  });
}

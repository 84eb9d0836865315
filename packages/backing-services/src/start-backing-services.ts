import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsResources } from './aws/aws-resources.ts';
import { type RunningAws, startAws } from './aws/start-aws.ts';
import { once } from './once.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres/start-postgres.ts';
import { type RunningRedis, startRedis } from './redis/start-redis.ts';

export interface BackingServicesOptions {
  /** Where data survives a restart. @default nothing survives */
  readonly dataDirectory?: string;
  /** @default true */
  readonly postgres?: boolean | Pick<PostgresOptions, 'port' | 'parameters' | 'onLine'>;
  /** @default true */
  readonly redis?: boolean;
  /** @default not started */
  readonly aws?: AwsResources;
  /** Whether PostgreSQL survives a crash of the machine, and queues and objects a restart; false is for tests. @default true */
  readonly durable?: boolean;
}

export interface BackingServices {
  readonly postgres: RunningPostgres;
  readonly redis: RunningRedis;
  readonly aws: RunningAws;
  /** Stops all; idempotent. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the asked-for services at once; if one fails, those that started are stopped.
 * A service that was not asked for throws when it is used.
 * @throws BackingServiceError
 */
export async function startBackingServices(options: BackingServicesOptions = {}): Promise<BackingServices> {
  const { dataDirectory, durable = true } = options;
  if (dataDirectory !== undefined) mkdirSync(dataDirectory, { recursive: true, mode: 0o711 });
  const postgresOptions = typeof options.postgres === 'object' ? options.postgres : {};
  const nothing = Promise.resolve(undefined);
  const results = await Promise.allSettled([
    options.postgres === false ? nothing : startPostgres({ durable, ...postgresOptions, ...(dataDirectory === undefined ? {} : { dataDirectory }) }),
    options.redis === false ? nothing : startRedis(),
    options.aws === undefined ? nothing : startAws({ ...options.aws, ...(durable && dataDirectory !== undefined ? { dataDirectory: join(dataDirectory, 'aws') } : {}) }),
  ] as const);
  const running = results.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []));
  const stop = once(async () => {
    await Promise.all(running.map((service) => service.stop()));
  });
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [postgres, redis, aws] = results.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
  return {
    get postgres() {
      return asked(postgres as RunningPostgres | undefined, 'postgres');
    },
    get redis() {
      return asked(redis as RunningRedis | undefined, 'redis');
    },
    get aws() {
      return asked(aws as RunningAws | undefined, 'aws');
    },
    stop,
  };
}

function asked<Service>(service: Service | undefined, name: string): Service {
  if (service === undefined) throw new Error(`startBackingServices was called without ${name}`);
  return service;
}

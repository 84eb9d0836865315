import { join } from 'node:path';
import { type BackingServices, freePort, type PostgresOptions, startBackingServices, temporaryFolder } from '@fintrack/backing-services';
import { buckets, bucketName, consumerOf, deadLetterQueueName, queueName, queueNames, type ServiceName, serviceNames, services as catalog, tableName, tables } from '@fintrack/catalog';
import { prepareDatabase, type PreparedDatabase } from '@fintrack/database';
import { openDataFolder, removeDataFolder, type OpenDataFolder } from './data-folder.ts';
import { startGateway } from './gateway/start-gateway.ts';
import { localSecrets } from './local-secrets.ts';
import { RuntimeError } from './runtime-error.ts';
import { serviceCommand, type ServiceCommand } from './service-command.ts';
import { localEnvironment, type LocalValues, serviceEnvironment } from './service-environment.ts';
import { ServiceLogs } from './service-logs.ts';
import { type Crash, type ServiceState, SupervisedService } from './supervised-service.ts';
import { webBundle } from './web-bundle.ts';

export interface FintrackOptions {
  /** Which services run. @default all of the catalog */
  readonly services?: readonly ServiceName[];
  /** Where data survives a restart. @default a temporary folder, removed by stop() */
  readonly dataDirectory?: string;
  /** Whether an existing data folder is emptied first. @default false */
  readonly reset?: boolean;
  /** Port of the gateway; 0 for a free one. @default 0 */
  readonly port?: number;
  /** Whether the web app is built, if stale, and served. @default false */
  readonly web?: boolean;
  /** Whether PostgreSQL survives a crash of the machine, and queues and objects a restart. @default whether dataDirectory is given */
  readonly durable?: boolean;
  /** Server parameters of PostgreSQL. */
  readonly postgresParameters?: PostgresOptions['parameters'];
  /** @default 'info' */
  readonly logLevel?: LocalValues['logLevel'];
  /** Variables beside or instead of those from the catalog, per service. */
  readonly serviceEnvironment?: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;
  /** Restarts of a crashing service, one after another, before it counts as failed. @default 3 */
  readonly restartsMax?: number;
  /** Repository whose services and web app run. @default this one */
  readonly repository?: string;
  /** Ends a start that is under way: startFintrack then stops what it has started and throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with each line that a service writes; all lines are also in `logs/` of the data folder. */
  readonly onLine?: (service: ServiceName, line: string) => void;
  readonly onCrash?: (crash: Crash) => void;
  /** Called when a step of the start is done. */
  readonly onStep?: (step: string, durationMs: number) => void;
}

export interface Fintrack {
  /** Of the gateway: `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly operatorKey: string;
  /** Password of the demo users that seedDemo makes. */
  readonly demoPassword: string;
  readonly dataDirectory: string;
  /** The environment that each running service has. */
  readonly environments: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;
  readonly backing: BackingServices;
  readonly database: PreparedDatabase;
  /** Milliseconds that each service took to be ready. */
  readonly readyMs: Readonly<Partial<Record<ServiceName, number>>>;
  readonly states: () => Readonly<Partial<Record<ServiceName, ServiceState>>>;
  /** Direct address of a service, for its /metrics and /ready. */
  readonly serviceAddress: (service: ServiceName) => string;
  /** Resolves if a part has ended for good: FinTrack no longer works and should be stopped. */
  readonly failed: Promise<Error>;
  /** SIGKILL; the service stays down until restart(). */
  readonly kill: (service: ServiceName) => Promise<void>;
  /** Stops the service if it runs, starts it and waits until it is ready. */
  readonly restart: (service: ServiceName) => Promise<void>;
  /** Stops everything, services first; idempotent. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts FinTrack on loopback as the catalog describes it: backing services, migrations, services, gateway.
 * If a part fails to start, those that started are stopped.
 * @throws RuntimeError, BackingServiceError
 */
export async function startFintrack(options: FintrackOptions = {}): Promise<Fintrack> {
  const cleanups: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= runInReverse(cleanups));
  try {
    return await assemble(options, cleanups, stop, () => stopping !== undefined);
  } catch (error) {
    await stop();
    throw options.signal?.aborted ? options.signal.reason : error;
  }
}

async function assemble(options: FintrackOptions, cleanups: (() => Promise<void> | void)[], stop: () => Promise<void>, isStopping: () => boolean): Promise<Fintrack> {
  const names = options.services ?? serviceNames;
  const commands = new Map(names.map((name) => [name, serviceCommand(catalog[name], options.repository)]));
  const folder = openFolder(options, cleanups);
  const secrets = localSecrets(folder.path);
  const step = steps(options);
  const bundle = options.web ? webBundle(options.repository) : Promise.resolve(undefined);
  // Awaited below; without this a failure in between would count as unhandled.
  bundle.catch(() => undefined);

  const backing = await step('PostgreSQL, Redis, SQS, S3, DynamoDB', () => startBacking(folder.path, options));
  cleanups.push(backing.stop);
  const database = await step('migrations', () => migrated(backing, secrets, folder.path));

  const ports = await distinctPorts();
  const values: LocalValues = {
    postgres: backing.postgres, redisUrl: backing.redis.url, queueUrl: backing.aws.queueUrl, awsEnvironment: backing.aws.environment,
    ports, secrets, logLevel: options.logLevel ?? 'info',
  };
  const environments = Object.fromEntries(names.map((name) => [name, { ...serviceEnvironment(catalog[name], values), ...options.serviceEnvironment?.[name] }]));
  const logs = new ServiceLogs(join(folder.path, 'logs'), names);
  cleanups.push(() => logs.close());
  const supervised = new Map(names.map((name) => [name, new SupervisedService({
    name, command: commands.get(name) as ServiceCommand, environment: environments[name] as Record<string, string>, port: ports[name],
    onLine: (line) => {
      logs.write(name, line);
      options.onLine?.(name, line);
    },
    onCrash: (crash) => options.onCrash?.(crash),
    ...(options.restartsMax === undefined ? {} : { restartsMax: options.restartsMax }),
  })]));
  cleanups.push(async () => {
    await Promise.all([...supervised.values()].map((service) => service.stop()));
  });
  const readyMs: Partial<Record<ServiceName, number>> = {};
  // A service that is stopped while it starts ends the waiting for it.
  options.signal?.addEventListener('abort', () => void stop());
  await step('services', () => startAll(supervised, readyMs));

  const folderOfBundle = await step('web app', () => bundle);
  const states = () => Object.fromEntries([...supervised].map(([name, service]) => [name, service.state]));
  const gateway = await startGateway({ services: Object.values(catalog), ports, states, bundle: () => folderOfBundle, port: options.port ?? 0 });
  cleanups.push(gateway.stop);
  const serviceOf = (name: ServiceName) => running(supervised, name);
  return {
    address: gateway.address,
    operatorKey: secrets.operatorKey,
    demoPassword: secrets.demoPassword,
    dataDirectory: folder.path,
    environments,
    backing,
    database,
    readyMs,
    states,
    serviceAddress: (name) => serviceOf(name).address,
    failed: firstFailure([...supervised.values()], backing, isStopping),
    kill: (name) => serviceOf(name).kill(),
    restart: async (name) => {
      await serviceOf(name).stop();
      await serviceOf(name).start();
    },
    stop,
  };
}

function openFolder({ dataDirectory, reset }: FintrackOptions, cleanups: (() => void)[]): OpenDataFolder {
  const path = dataDirectory ?? temporaryFolder('fintrack');
  const folder = openDataFolder(path, reset);
  cleanups.push(() => {
    folder.release();
    if (dataDirectory === undefined) removeDataFolder(path);
  });
  return folder;
}

function startBacking(dataDirectory: string, options: FintrackOptions): Promise<BackingServices> {
  return startBackingServices({
    dataDirectory,
    durable: options.durable ?? options.dataDirectory !== undefined,
    postgres: options.postgresParameters ? { parameters: options.postgresParameters } : true,
    aws: {
      queues: queueNames.map((queue) => {
        const { visibilitySeconds, attemptsMax } = consumerOf(queue);
        return { name: queueName(queue), deadLetterName: deadLetterQueueName(queue), visibilitySeconds, attemptsMax };
      }),
      buckets: (Object.keys(buckets) as (keyof typeof buckets)[]).map((bucket) => bucketName(bucket, localEnvironment)),
      tables: (Object.keys(tables) as (keyof typeof tables)[]).map((table) => ({ name: tableName(table), partitionKey: tables[table].partitionKey, sortKey: tables[table].sortKey })),
    },
  });
}

async function migrated(backing: BackingServices, secrets: ReturnType<typeof localSecrets>, path: string): Promise<PreparedDatabase> {
  try {
    return await prepareDatabase(backing.postgres, { appPassword: secrets.databaseAppPassword, migratorPassword: secrets.databaseMigratorPassword });
  } catch (error) {
    throw new RuntimeError(
      'migration_failed',
      `The database in ${path} could not be brought to this version's schema (${(error as Error).message}). If another version of FinTrack wrote it, start anew with --reset or name another folder with --data.`,
      { cause: error },
    );
  }
}

async function startAll(supervised: ReadonlyMap<ServiceName, SupervisedService>, readyMs: Partial<Record<ServiceName, number>>): Promise<void> {
  const started = Date.now();
  await Promise.all([...supervised].map(async ([name, service]) => {
    await service.start();
    readyMs[name] = Date.now() - started;
  }));
}

async function distinctPorts(): Promise<Record<ServiceName, number>> {
  const taken = new Set<number>();
  const ports: Partial<Record<ServiceName, number>> = {};
  for (const name of serviceNames) {
    let port = await freePort();
    while (taken.has(port)) port = await freePort();
    taken.add(port);
    ports[name] = port;
  }
  return ports as Record<ServiceName, number>;
}

function running(supervised: ReadonlyMap<ServiceName, SupervisedService>, name: ServiceName): SupervisedService {
  const service = supervised.get(name);
  if (!service) throw new Error(`${name} was not among the services to start`);
  return service;
}

/** Backing services that end because they are stopped have not failed. */
function firstFailure(supervised: readonly SupervisedService[], { postgres, redis }: BackingServices, isStopping: () => boolean): Promise<Error> {
  return new Promise((resolve) => {
    for (const service of supervised) void service.failed.then(resolve);
    for (const [what, part] of [['PostgreSQL', postgres], ['Redis', redis]] as const) {
      void part.exited.then(({ code }) => {
        if (!isStopping()) resolve(new RuntimeError('service_failed', `${what} ended with code ${code}. Its last lines:\n${part.lastLines().slice(-15).join('\n')}`));
      });
    }
  });
}

function steps({ onStep, signal }: FintrackOptions) {
  return async <Result>(name: string, action: () => Promise<Result>): Promise<Result> => {
    signal?.throwIfAborted();
    const started = Date.now();
    const result = await action();
    onStep?.(name, Date.now() - started);
    return result;
  };
}

async function runInReverse(cleanups: (() => Promise<void> | void)[]): Promise<void> {
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) await cleanup();
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from 'fauxqs';
import { authorization, type AwsResources, localCredentials, type LocalQueue } from './aws-resources.ts';

/** The parts of fauxqs that its entry point does not export: with them it listens on 127.0.0.1 and still persists. */
interface Stores {
  readonly sqsStore: { host: string; persistence?: unknown; allQueues: () => Iterable<{ persistence?: unknown }> };
  readonly snsStore: { persistence?: unknown };
  readonly s3Store: { persistence?: unknown };
}
interface Persistence {
  load(sqs: Stores['sqsStore'], sns: Stores['snsStore'], s3: Stores['s3Store']): void;
  close(): void;
}
interface ServerStarted {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/**
 * SQS and S3 in this process, on 127.0.0.1 alone (fauxqs's own start binds all interfaces).
 * @param dataDirectory where messages and objects survive a restart; in memory without it
 */
export async function startSqsS3(port: number, resources: AwsResources, dataDirectory: string | undefined): Promise<ServerStarted> {
  const { stores, persistence } = await openStores(dataDirectory);
  const app = buildApp({ logger: false, stores: stores as unknown as NonNullable<Parameters<typeof buildApp>[0]>['stores'] & object, defaultRegion: localCredentials.region });
  app.addHook('preClose', async () => persistence?.close());
  const address = await app.listen({ port, host: '127.0.0.1' });
  try {
    for (const queue of resources.queues ?? []) await createQueue(address, queue);
    for (const bucket of resources.buckets ?? []) await createBucket(address, bucket);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { address, stop: async () => app.close() };
}

async function openStores(dataDirectory: string | undefined): Promise<{ stores: Stores; persistence: Persistence | undefined }> {
  const part = async (path: string) => (await import(new URL(path, import.meta.resolve('fauxqs')).href)) as Record<string, new (...args: string[]) => unknown>;
  const make = async <T>(path: string, name: string, ...args: string[]): Promise<T> => {
    const Part = (await part(path))[name];
    if (!Part) throw new Error(`fauxqs no longer has ${name} in ${path}`);
    return new Part(...args) as T;
  };
  const stores: Stores = {
    sqsStore: await make<Stores['sqsStore']>('./sqs/sqsStore.js', 'SqsStore'),
    snsStore: await make<Stores['snsStore']>('./sns/snsStore.js', 'SnsStore'),
    s3Store: await make<Stores['s3Store']>('./s3/s3Store.js', 'S3Store'),
  };
  // Without a host of its own, queue addresses carry the one that the request named.
  stores.sqsStore.host = '';
  if (dataDirectory === undefined) return { stores, persistence: undefined };
  const folder = join(dataDirectory, 'sqs-s3');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const persistence = await make<Persistence>('./persistence.js', 'PersistenceManager', folder);
  // Loaded before it is attached: attached, it would write again what it reads.
  persistence.load(stores.sqsStore, stores.snsStore, stores.s3Store);
  for (const part of [stores.sqsStore, stores.snsStore, stores.s3Store, ...stores.sqsStore.allQueues()]) part.persistence = persistence;
  return { stores, persistence };
}

async function createQueue(address: string, queue: LocalQueue): Promise<void> {
  if (queue.deadLetterName !== undefined) await sqs(address, 'CreateQueue', { QueueName: queue.deadLetterName });
  await sqs(address, 'CreateQueue', { QueueName: queue.name });
  // A queue kept from an earlier start may have had other settings.
  await sqs(address, 'SetQueueAttributes', {
    QueueUrl: `${address}/${localCredentials.accountId}/${queue.name}`,
    Attributes: {
      VisibilityTimeout: String(queue.visibilitySeconds ?? 30),
      ...(queue.deadLetterName === undefined
        ? {}
        : {
            RedrivePolicy: JSON.stringify({
              deadLetterTargetArn: `arn:aws:sqs:${localCredentials.region}:${localCredentials.accountId}:${queue.deadLetterName}`,
              maxReceiveCount: queue.attemptsMax ?? 5,
            }),
          }),
    },
  });
}

async function sqs(address: string, action: string, body: object): Promise<void> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}`, authorization: authorization('sqs') },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`SQS ${action} ${JSON.stringify(body)}: ${response.status} ${await response.text()}`);
}

async function createBucket(address: string, bucket: string): Promise<void> {
  const response = await fetch(`${address}/${bucket}`, { method: 'PUT', headers: { authorization: authorization('s3') }, signal: AbortSignal.timeout(10_000) });
  // 409: the bucket is there from an earlier start.
  if (!response.ok && response.status !== 409) throw new Error(`S3 CreateBucket ${bucket}: ${response.status} ${await response.text()}`);
}

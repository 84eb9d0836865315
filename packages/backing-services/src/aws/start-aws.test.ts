import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portIsFree } from '../ports.ts';
import { type AwsOptions, type RunningAws, startAws } from './start-aws.ts';

const resources: AwsOptions = {
  queues: [{ name: 'orders', deadLetterName: 'orders-dead', visibilitySeconds: 0, attemptsMax: 2 }],
  buckets: ['files'],
  tables: [{ name: 'attempts', partitionKey: 'tenant', sortKey: 'attempt' }],
};
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
let aws: RunningAws | undefined;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aws-test-'));
});
afterEach(async () => {
  await aws?.stop();
  rmSync(folder, { recursive: true });
});

function clients({ environment }: RunningAws) {
  const region = environment['AWS_REGION'] as string;
  return {
    sqs: new SQSClient({ region, credentials, endpoint: environment['AWS_ENDPOINT_URL_SQS'] as string }),
    s3: new S3Client({ region, credentials, endpoint: environment['AWS_ENDPOINT_URL_S3'] as string, forcePathStyle: true }),
    dynamoDb: new DynamoDBClient({ region, credentials, endpoint: environment['AWS_ENDPOINT_URL_DYNAMODB'] as string }),
  };
}

const item = { tenant: { S: 't' }, attempt: { S: 'a' } };

describe('startAws', () => {
  it('sends what was received too often to the dead-letter queue', async () => {
    aws = await startAws(resources);
    const { sqs } = clients(aws);
    await sqs.send(new SendMessageCommand({ QueueUrl: aws.queueUrl('orders'), MessageBody: 'poison' }));
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: aws.queueUrl('orders') }));
      expect(Messages?.[0]?.Body).toBe('poison');
    }
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: aws.queueUrl('orders') }))).Messages ?? []).toEqual([]);
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl: aws.queueUrl('orders-dead') }))).Messages?.[0]?.Body).toBe('poison');
  });

  it('keeps messages, objects and items over a restart on other ports', async () => {
    aws = await startAws({ ...resources, dataDirectory: folder });
    const before = clients(aws);
    await before.sqs.send(new SendMessageCommand({ QueueUrl: aws.queueUrl('orders'), MessageBody: 'kept' }));
    await before.s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'a/b.txt', Body: 'content' }));
    await before.dynamoDb.send(new PutItemCommand({ TableName: 'attempts', Item: item }));
    await aws.stop();
    aws = await startAws({ ...resources, dataDirectory: folder });
    const after = clients(aws);
    expect((await after.sqs.send(new ReceiveMessageCommand({ QueueUrl: aws.queueUrl('orders') }))).Messages?.[0]?.Body).toBe('kept');
    const object = await after.s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'a/b.txt' }));
    expect(await object.Body?.transformToString()).toBe('content');
    expect((await after.dynamoDb.send(new GetItemCommand({ TableName: 'attempts', Key: item }))).Item).toEqual(item);
  });

  it('forgets all without a data folder', async () => {
    aws = await startAws(resources);
    await clients(aws).s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'k', Body: 'content' }));
    await aws.stop();
    aws = await startAws(resources);
    await expect(clients(aws).s3.send(new GetObjectCommand({ Bucket: 'files', Key: 'k' }))).rejects.toThrow();
  });

  it('listens on loopback alone', async () => {
    aws = await startAws(resources);
    const outward = Object.values(networkInterfaces()).flat().find((address) => address?.family === 'IPv4' && !address.internal)?.address;
    if (outward === undefined) return;
    await expect(fetch(`http://${outward}:${new URL(aws.address).port}/health`)).rejects.toThrow();
  });

  it('frees its ports when stopped, however often', async () => {
    aws = await startAws(resources);
    await Promise.all([aws.stop(), aws.stop()]);
    for (const key of ['AWS_ENDPOINT_URL_SQS', 'AWS_ENDPOINT_URL_DYNAMODB']) {
      expect(await portIsFree(Number(new URL(aws.environment[key] as string).port))).toBe(true);
    }
  });
});

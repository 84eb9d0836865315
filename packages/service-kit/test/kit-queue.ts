import { CreateQueueCommand, DeleteMessageCommand, GetQueueAttributesCommand, type Message, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { startAws } from '@fintrack/backing-services';
import { setTimeout as delay } from 'node:timers/promises';
import { createSqsClient } from '../src/messaging/sqs-client.ts';
import { deadLetterUrl } from '../src/messaging/dead-letter.ts';

export interface KitQueue {
  readonly url: string;
  readonly deadLetterUrl: string;
  readonly send: (body: string) => Promise<void>;
  /** Takes the messages of a queue, waiting up to 2 s for `count`. */
  readonly drain: (url: string, count?: number) => Promise<readonly Message[]>;
  /** Messages that are there, visible or being worked on. */
  readonly depth: (url: string) => Promise<number>;
}

export interface KitQueues {
  readonly sqs: SQSClient;
  /** A queue of its own per test: the emulator still hands messages to long polls that were aborted. */
  readonly create: () => Promise<KitQueue>;
  readonly stop: () => Promise<void>;
}

const visibilitySeconds = 2;

export async function startKitQueues(): Promise<KitQueues> {
  const aws = await startAws();
  Object.assign(process.env, aws.environment);
  const sqs = createSqsClient();
  let created = 0;
  const create = async () => {
    const name = `things-${(created += 1)}`;
    const Attributes = { VisibilityTimeout: String(visibilitySeconds) };
    await sqs.send(new CreateQueueCommand({ QueueName: `${name}-dead-letter` }));
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return kitQueue(sqs, aws.queueUrl(name));
  };
  const stop = async () => {
    sqs.destroy();
    await aws.stop();
  };
  return { sqs, create, stop };
}

function kitQueue(sqs: SQSClient, url: string): KitQueue {
  return {
    url,
    deadLetterUrl: deadLetterUrl(url),
    send: async (body) => void (await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }))),
    drain: async (queueUrl, count = 1) => {
      const taken: Message[] = [];
      for (const end = Date.now() + 2_000; taken.length < count && Date.now() < end; ) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, MessageAttributeNames: ['All'] }));
        taken.push(...Messages);
        for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
      return taken;
    },
    depth: async (queueUrl) => {
      const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }));
      return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
    },
  };
}

export const visibility = { seconds: visibilitySeconds };

/** Waits until `holds` is true, at most 10 s. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await delay(20)) if (await holds()) return;
  throw new Error('it did not come true within 10 s');
}

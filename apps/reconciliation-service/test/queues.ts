import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AnyEvent } from '@fintrack/contracts';
import type { ServiceBed } from './service-bed.ts';

type Queues = Pick<ServiceBed, 'backing'>;

/** Takes the next event from a queue, waiting up to `seconds`; undefined if none comes. */
export async function nextEvent({ backing }: Queues, queue: string, seconds = 10): Promise<AnyEvent | undefined> {
  const body = await nextMessage({ backing }, queue, seconds);
  return body === undefined ? undefined : (JSON.parse(body.body) as AnyEvent);
}

export async function nextMessage({ backing }: Queues, queue: string, seconds = 10): Promise<{ body: string; reason: string | undefined } | undefined> {
  return withSqs(async (sqs) => {
    const QueueUrl = backing.aws.queueUrl(queue);
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: seconds, MaxNumberOfMessages: 1, MessageAttributeNames: ['All'] }));
    if (message === undefined) return undefined;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return { body: message.Body ?? '', reason: message.MessageAttributes?.['reason']?.StringValue };
  });
}

export async function sendMessage({ backing }: Queues, queue: string, body: string): Promise<void> {
  await withSqs((sqs) => sqs.send(new SendMessageCommand({ QueueUrl: backing.aws.queueUrl(queue), MessageBody: body })));
}

async function withSqs<Value>(work: (sqs: SQSClient) => Promise<Value>): Promise<Value> {
  const sqs = new SQSClient({});
  try {
    return await work(sqs);
  } finally {
    sqs.destroy();
  }
}

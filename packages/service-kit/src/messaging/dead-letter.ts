import { type Message, type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The dead-letter queue that belongs to a queue, by the catalog's naming. */
export function deadLetterUrl(queueUrl: string): string {
  return `${queueUrl}-dead-letter`;
}

/** Copies a message to its dead-letter queue with the attribute `reason`; the caller deletes the original. */
export async function sendToDeadLetter(sqs: SQSClient, queueUrl: string, message: Message, reason: string): Promise<void> {
  const carried: Record<string, MessageAttributeValue> = {};
  // A received value may hold empty lists, which sending refuses.
  for (const [name, { DataType, StringValue }] of Object.entries(message.MessageAttributes ?? {})) {
    if (DataType !== undefined && StringValue !== undefined) carried[name] = { DataType, StringValue };
  }
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: deadLetterUrl(queueUrl),
      // An empty body is not sendable, and how it could be received is SQS's secret.
      MessageBody: message.Body || '(empty)',
      MessageAttributes: { ...carried, reason: { DataType: 'String', StringValue: reason } },
    }),
  );
}

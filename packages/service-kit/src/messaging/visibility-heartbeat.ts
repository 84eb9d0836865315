import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Logger } from '../telemetry/logger.ts';

export interface HeldMessage {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly receiptHandle: string;
  readonly visibilitySeconds: number;
  readonly logger: Logger;
}

/** Keeps a message invisible to other consumers while it is worked on; call the result to let go. */
export function startHeartbeat({ sqs, queueUrl, receiptHandle, visibilitySeconds, logger }: HeldMessage): () => void {
  const extend = () =>
    sqs
      .send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: visibilitySeconds }))
      // Two more beats fit before the message shows again; and a second delivery is once in effect anyway.
      .catch((error: unknown) => logger.warn({ err: error }, 'could not extend a message’s visibility'));
  const timer = setInterval(() => void extend(), (visibilitySeconds * 1000) / 3);
  return () => clearInterval(timer);
}

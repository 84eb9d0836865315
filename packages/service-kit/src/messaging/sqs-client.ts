import { SQSClient } from '@aws-sdk/client-sqs';

/** Seconds that a receive waits for messages; SQS's maximum, so that idle queues cost least. */
export const longPollSecondsMax = 5;

/** An SQS client whose every call has a time limit; region, address and credentials come from the SDK's own chain. */
export function createSqsClient(): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: (longPollSecondsMax + 10) * 1000, throwOnRequestTimeout: true },
  });
}

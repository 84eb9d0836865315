export interface LocalQueue {
  readonly name: string;
  /** Made too, with the queue's redrive policy pointing to it. @default no dead-letter queue */
  readonly deadLetterName?: string;
  /** @default 30 */
  readonly visibilitySeconds?: number;
  /** Receives after which a message goes to the dead-letter queue. @default 5 */
  readonly attemptsMax?: number;
}

export interface LocalTable {
  readonly name: string;
  /** Name of a string attribute. */
  readonly partitionKey: string;
  /** Name of a string attribute. @default none */
  readonly sortKey?: string;
}

export interface AwsResources {
  readonly queues?: readonly LocalQueue[];
  readonly buckets?: readonly string[];
  readonly tables?: readonly LocalTable[];
}

/** What the emulators accept; they check no signature. */
export const localCredentials = { region: 'us-east-1', accountId: '000000000000', accessKeyId: 'local', secretAccessKey: 'local' } as const;

export function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=${localCredentials.accessKeyId}/20260101/${localCredentials.region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

import { once } from '../once.ts';
import { assertPortFree, freePort } from '../ports.ts';
import { type AwsResources, localCredentials } from './aws-resources.ts';
import { startDynamoDb } from './start-dynamodb.ts';
import { startSqsS3 } from './start-sqs-s3.ts';

export interface AwsOptions extends AwsResources {
  /** Where messages, objects and items survive a restart. @default in memory */
  readonly dataDirectory?: string;
  /** Port of SQS and S3. @default a free one */
  readonly port?: number;
}

export interface RunningAws {
  /** Environment with which AWS SDKs and boto3 find the emulators and need no credentials of their own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Address of SQS and S3. */
  readonly address: string;
  readonly queueUrl: (name: string) => string;
  /** Idempotent. */
  readonly stop: () => Promise<void>;
}

/**
 * SQS, S3 and DynamoDB on 127.0.0.1, with the resources asked for.
 * S3 answers path-style requests only: clients set forcePathStyle.
 * @throws BackingServiceError port_busy
 */
export async function startAws(options: AwsOptions = {}): Promise<RunningAws> {
  if (options.port !== undefined) await assertPortFree(options.port, 'SQS and S3');
  const sqsS3 = await startSqsS3(options.port ?? (await freePort()), options, options.dataDirectory);
  let dynamoDb: { address: string; stop: () => Promise<void> } | undefined;
  try {
    dynamoDb = options.tables?.length ? await startDynamoDb(await freePort(), options.tables, options.dataDirectory) : undefined;
  } catch (error) {
    await sqsS3.stop();
    throw error;
  }
  return {
    address: sqsS3.address,
    environment: {
      AWS_REGION: localCredentials.region,
      AWS_DEFAULT_REGION: localCredentials.region,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: sqsS3.address,
      AWS_ENDPOINT_URL_S3: sqsS3.address,
      ...(dynamoDb ? { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.address } : {}),
      // Without these the SDKs look for credentials and profiles of the person who runs this.
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    queueUrl: (name) => `${sqsS3.address}/${localCredentials.accountId}/${name}`,
    stop: once(async () => {
      await Promise.all([sqsS3.stop(), dynamoDb?.stop()]);
    }),
  };
}

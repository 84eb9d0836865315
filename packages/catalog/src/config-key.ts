import type { BucketName, TableName } from './stores.ts';
import type { QueueName } from './queues.ts';
import type { SecretName, secrets } from './secrets.ts';
import type { ServiceName } from './service-name.ts';

/** Where the value of a config key comes from when a service is deployed. */
export type ConfigSource =
  | { readonly from: 'default' }
  | { readonly from: 'environment'; readonly value: 'region' | 'issuer' | 'databaseTls' | 'logLevel' }
  | { readonly from: 'port' }
  | { readonly from: 'queueUrl'; readonly queue: QueueName }
  | { readonly from: 'bucketName'; readonly bucket: BucketName }
  | { readonly from: 'tableName'; readonly table: TableName }
  | { readonly from: 'serviceUrl'; readonly service: ServiceName; readonly path: string }
  | { [S in SecretName]: { readonly from: 'secret'; readonly secret: S; readonly property: (typeof secrets)[S]['properties'][number] } }[SecretName]
  /** Set on a developer's machine only; never rendered into a chart. */
  | { readonly from: 'local' };

/** The JSON Schema of one environment variable; the kits turn its text into the typed value. */
export type ConfigValueSchema =
  | { readonly type: 'string'; readonly default?: string; readonly minLength?: number; readonly pattern?: string; readonly enum?: readonly string[]; readonly format?: 'uri' }
  | { readonly type: 'integer'; readonly default?: number; readonly minimum: number; readonly maximum: number }
  // A default always: by it the TypeScript kit tells a boolean's type from the imported JSON.
  | { readonly type: 'boolean'; readonly default: boolean };

export interface ConfigKeyDefinition {
  readonly meaning: string;
  readonly schema: ConfigValueSchema;
  readonly source: ConfigSource;
  /** Whether the service starts without it. @default false, unless the schema has a default */
  readonly optional?: boolean;
}

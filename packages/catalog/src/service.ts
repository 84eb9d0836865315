import type { ConfigKey } from './config-keys.ts';
import type { EventName } from './events.ts';
import type { QueueName } from './queues.ts';
import type { SecretName } from './secrets.ts';
import type { ServiceName } from './service-name.ts';
import type { BucketName, TableName } from './stores.ts';

export interface Consumption {
  readonly queue: QueueName;
  /** Seconds a received message stays hidden; consumers extend it while they work. */
  readonly visibilitySeconds: number;
  /** Receives after which a message goes to the dead-letter queue. */
  readonly attemptsMax: number;
}

export interface Objectives {
  /** Over 30 days (decision 29). */
  readonly availabilityPercent: number;
  readonly latencyMsP99: number;
}

export interface ServiceDefinition {
  /** One sentence: what the service does and owns. */
  readonly purpose: string;
  readonly runtime: 'node' | 'python';
  /** Path prefixes that the gateway sends here; the longest prefix wins. */
  readonly http: { readonly port: number; readonly routes: readonly `/api/${string}`[] };
  readonly replicas: { readonly min: number; readonly max: number };
  readonly scaling?: {
    readonly cpuPercent?: number;
    /** Messages per replica. */
    readonly queueDepth?: Readonly<Partial<Record<QueueName, number>>>;
  };
  readonly compute: {
    readonly pool: 'general' | 'gpu-spot';
    /** @default either */
    readonly capacity?: 'spot' | 'on-demand';
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly cpu: string; readonly memory: string };
  };
  readonly consumes?: Readonly<Partial<Record<EventName, Consumption>>>;
  /** Services that this one calls over HTTP. */
  readonly calls?: readonly ServiceName[];
  readonly reads?: { readonly secrets?: readonly SecretName[]; readonly buckets?: readonly BucketName[]; readonly tables?: readonly TableName[] };
  readonly writes?: { readonly buckets?: readonly BucketName[]; readonly tables?: readonly TableName[] };
  /** Environment variables the service reads. */
  readonly config: readonly ConfigKey[];
  /** Whether the service may reach public addresses (decision 8). @default 'none' */
  readonly egress?: 'internet' | 'none';
  readonly objectives: Objectives;
}

export interface Service<Name extends ServiceName = ServiceName> extends ServiceDefinition {
  readonly name: Name;
  /** File that declares it, for error messages. */
  readonly file: string;
}

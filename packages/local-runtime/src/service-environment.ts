import {
  bucketName, type ConfigKey, type ConfigKeyDefinition, configKeys, type ConfigSource, database, queueName, type QueueName,
  type SecretName, type secrets, type Service, type ServiceName, tableName,
} from '@fintrack/catalog';
import type { LocalSecrets } from './local-secrets.ts';

/** Environment name in bucket names on a developer's machine. */
export const localEnvironment = 'local';

/** Issuer of access tokens; fixed, so that tokens outlive a change of the gateway's port. */
const issuer = 'http://fintrack.localhost';

/** What the environment of a service is made of. */
export interface LocalValues {
  readonly postgres: { readonly host: string; readonly port: number; readonly user: string; readonly password: string };
  readonly redisUrl: string;
  readonly queueUrl: (name: string) => string;
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly secrets: LocalSecrets;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** With which AWS SDKs find the emulators. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
}

/** Keys that the catalog declares for a developer's machine only. */
type LocalKey = { [Key in ConfigKey]: (typeof configKeys)[Key]['source'] extends { readonly from: 'local' } ? Key : never }[ConfigKey];

/** Values of every secret's properties; a secret added to the catalog does not compile until it has one here. */
type SecretValues = { readonly [Name in SecretName]: Readonly<Record<(typeof secrets)[Name]['properties'][number], string>> };

/** The environment of a service on this machine: each config key of its catalog entry by the key's source, and AWS access. */
export function serviceEnvironment(service: Service, values: LocalValues): Record<string, string> {
  const environment: Record<string, string> = { ...values.awsEnvironment };
  for (const key of service.config) {
    const value = valueOf(key, configKeys[key], service, values);
    if (value !== undefined) environment[key] = value;
  }
  // The catalog's default binds all interfaces, as a pod must.
  environment['HOST'] = '127.0.0.1';
  return environment;
}

function valueOf(key: ConfigKey, { source }: ConfigKeyDefinition, service: Service, values: LocalValues): string | undefined {
  switch (source.from) {
    case 'default':
      return key === 'DB_NAME' ? database.name : undefined;
    case 'environment':
      return environmentValue(source.value, values);
    case 'port':
      return String(values.ports[service.name]);
    case 'queueUrl':
      return values.queueUrl(queueName(source.queue satisfies QueueName));
    case 'bucketName':
      return bucketName(source.bucket, localEnvironment);
    case 'tableName':
      return tableName(source.table);
    case 'serviceUrl':
      return `http://127.0.0.1:${values.ports[source.service]}${source.path}`;
    case 'secret':
      return (secretValues(values)[source.secret] as Readonly<Record<string, string>>)[source.property];
    case 'local':
      return localValues(values)[key as LocalKey];
  }
}

function environmentValue(value: Extract<ConfigSource, { from: 'environment' }>['value'], values: LocalValues): string {
  switch (value) {
    case 'region':
      return values.awsEnvironment['AWS_REGION'] ?? 'us-east-1';
    case 'issuer':
      return issuer;
    case 'databaseTls':
      return 'false';
    case 'logLevel':
      return values.logLevel;
  }
}

function secretValues({ postgres, redisUrl, secrets: local }: LocalValues): SecretValues {
  return {
    rds: { host: postgres.host, port: String(postgres.port), username: postgres.user, password: postgres.password },
    redis: { url: redisUrl },
    'auth-signing': { 'private-jwk': local.signingJwk },
    'auth-operator': { key: local.operatorKey },
    'webhook-sealing': { key: local.webhookSealingKey },
  };
}

function localValues({ secrets: local }: LocalValues): Readonly<Record<LocalKey, string>> {
  return { DB_PASSWORD: local.databaseAppPassword, WEBHOOK_ALLOW_PRIVATE: 'true' };
}

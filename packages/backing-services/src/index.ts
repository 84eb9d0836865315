export type { AwsResources, LocalQueue, LocalTable } from './aws/aws-resources.ts';
export { type AwsOptions, type RunningAws, startAws } from './aws/start-aws.ts';
export { BackingServiceError, type BackingServiceErrorCode } from './backing-service-error.ts';
export { assertPortFree, freePort, portIsFree } from './ports.ts';
export { removePostgresData } from './postgres/data-place.ts';
export { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres/start-postgres.ts';
export { type RedisOptions, type RunningRedis, startRedis } from './redis/start-redis.ts';
export { type Exit, spawnTied, type StopSignal, type TiedProcess, type TiedProcessOptions } from './spawn-tied.ts';
export { type BackingServices, type BackingServicesOptions, startBackingServices } from './start-backing-services.ts';

export { BackingServiceError, type BackingServiceErrorCode } from './backing-service-error.ts';
export { assertPortFree, freePort, portIsFree } from './ports.ts';
export { removePostgresData } from './postgres/data-place.ts';
export { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres/start-postgres.ts';
export { type Exit, spawnTied, type StopSignal, type TiedProcess, type TiedProcessOptions } from './spawn-tied.ts';

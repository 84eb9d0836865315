export { RuntimeError, type RuntimeErrorCode } from './runtime-error.ts';
export { demoUsers, seedDemo, tenantSlug } from './seed-demo.ts';
export { type Fintrack, type FintrackOptions, startFintrack } from './start-fintrack.ts';
export type { Crash, ServiceState } from './supervised-service.ts';

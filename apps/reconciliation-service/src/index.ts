export { type ReconciliationService, start, type StartOptions, type Step } from './start.ts';

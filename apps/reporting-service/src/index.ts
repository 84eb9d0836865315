export { type ReportingService, start } from './start.ts';

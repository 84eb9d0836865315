export { type NotificationService, start, type StartOptions } from './start.ts';

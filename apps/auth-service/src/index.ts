export { type AuthService, start, type StartOptions } from './start.ts';

export * from './config/config.ts';
export * from './config/config-error.ts';
export { parseConfig } from './config/parse-config.ts';

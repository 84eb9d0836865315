import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { services } from '@fintrack/catalog';
import { type FakeRepository, fakeRepository } from '../test/fake-repository.ts';
import { serviceCommand } from './service-command.ts';

let repository: FakeRepository;
beforeEach(() => {
  repository = fakeRepository();
});
afterEach(() => repository.remove());

describe('serviceCommand', () => {
  it('runs TypeScript by this Node and Python by the workspace’s environment', () => {
    expect(serviceCommand(services['auth-service'], repository.root)).toMatchObject({ command: process.execPath, args: expect.arrayContaining(['--conditions=@fintrack/source']) });
    expect(serviceCommand(services['transaction-worker'], repository.root)).toMatchObject({ command: join(repository.root, '.venv/bin/python'), args: ['-m', 'transaction_worker'] });
  });

  it('says what to do without Python', () => {
    rmSync(join(repository.root, '.venv'), { recursive: true });
    expect(() => serviceCommand(services['transaction-worker'], repository.root)).toThrow(expect.objectContaining({ code: 'python_missing', message: expect.stringMatching(/python\.mjs sync.*ensurepip/) }));
  });

  it('names a service whose program is missing', () => {
    rmSync(join(repository.root, 'apps/auth-service'), { recursive: true });
    expect(() => serviceCommand(services['auth-service'], repository.root)).toThrow(expect.objectContaining({ code: 'program_missing', message: expect.stringContaining('auth-service') }));
  });
});

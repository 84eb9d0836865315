import { describe, expect, it } from '@jest/globals';
import { help, parseCli } from './cli-options.ts';

const parsed = (...args: string[]) => parseCli(args, '/where/I/am');

describe('parseCli', () => {
  it('keeps data in .fintrack of the repository and leaves the port open by default', () => {
    expect(parsed()).toEqual({ kind: 'run', options: { once: false, port: undefined, reset: false, dataDirectory: expect.stringMatching(/\/\.fintrack$/) } });
  });

  it('takes every option, and a data folder relative to where the person is', () => {
    expect(parsed('--port', '4321', '--data', 'here', '--reset')).toEqual({ kind: 'run', options: { once: false, port: 4321, reset: true, dataDirectory: '/where/I/am/here' } });
    expect(parsed('--data=/elsewhere')).toMatchObject({ options: { dataDirectory: '/elsewhere' } });
    expect(parsed('--once')).toMatchObject({ options: { once: true } });
  });

  it.each(['abc', '-1', '65536', '1.5', ''])('refuses port %j', (port) => {
    expect(parsed(`--port=${port}`)).toMatchObject({ kind: 'error', code: 'invalid_arguments', message: expect.stringContaining('--port: expected an integer from 0 to 65535') });
  });

  it('refuses an unknown option and says where help is', () => {
    expect(parsed('--nope')).toMatchObject({ kind: 'error', message: expect.stringMatching(/--nope.*--help/s) });
    expect(parsed('stray')).toMatchObject({ kind: 'error' });
  });

  it('refuses a data folder together with --once', () => {
    expect(parsed('--once', '--data', 'x')).toMatchObject({ kind: 'error' });
    expect(parsed('--once', '--reset')).toMatchObject({ kind: 'error' });
  });

  it('explains every option', () => {
    expect(parsed('--help')).toEqual({ kind: 'help' });
    for (const option of ['--port', '--data', '--reset', '--once', '--help']) expect(help).toContain(option);
  });
});

import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPort } from './gateway-port.ts';
import { repository } from './repository.ts';

export interface CliOptions {
  readonly once: boolean;
  /** Undefined if not given. */
  readonly port: number | undefined;
  readonly dataDirectory: string;
  readonly reset: boolean;
}

export type ParsedCli = { readonly kind: 'run'; readonly options: CliOptions } | { readonly kind: 'help' } | { readonly kind: 'error'; readonly code: 'invalid_arguments'; readonly message: string };

export const help = `FinTrack on this machine: database, queues, services and web app, all on 127.0.0.1.

Usage: npm start -- [options]

  --port PORT   port of the address printed at the end (default ${defaultPort}, or the next free one)
  --data DIR    where data is kept (default .fintrack in the repository)
  --reset       remove the data of that folder first
  --once        start with a temporary data folder, import samples/, reconcile, check the result,
                stop everything; exits with 0 if all is as expected, 1 otherwise
  --help        this text

Ctrl-C stops everything; a second Ctrl-C stops at once.`;

/** @param directory from which a relative DIR is taken */
export function parseCli(args: readonly string[], directory = process.env['INIT_CWD'] ?? process.cwd()): ParsedCli {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, port: { type: 'string' }, data: { type: 'string' }, reset: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch (error) {
    return failure((error as Error).message);
  }
  if (values.help) return { kind: 'help' };
  const fault = faultOf(values);
  if (fault !== undefined) return failure(fault);
  const data = values.data ?? join(repository, '.fintrack');
  return {
    kind: 'run',
    options: {
      once: values.once ?? false,
      port: values.port === undefined ? undefined : Number(values.port),
      dataDirectory: isAbsolute(data) ? data : resolve(directory, data),
      reset: values.reset ?? false,
    },
  };
}

function faultOf({ port, data, once, reset }: { port?: string | undefined; data?: string | undefined; once?: boolean | undefined; reset?: boolean | undefined }): string | undefined {
  if (port !== undefined && !isPort(port)) return `--port: expected an integer from 0 to 65535, got '${port}'`;
  if (data === '') return '--data: expected a folder';
  if (once && (data !== undefined || reset)) return '--once always uses a temporary data folder: leave out --data and --reset';
  return undefined;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function failure(message: string): ParsedCli {
  return { kind: 'error', code: 'invalid_arguments', message: `${message}. See npm start -- --help.` };
}

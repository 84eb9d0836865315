import { Client } from './api/client.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';
import { Output, type OutputStreams } from './output/output.ts';
import { accessTokens, type SignIn } from './session/credentials.ts';
import { SessionFile } from './session/session-file.ts';

export const DEFAULT_ADDRESS = 'http://127.0.0.1:4000';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly url?: string;
  readonly apiKey?: string;
  readonly json?: boolean;
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly streams: OutputStreams;
  readonly stdin: NodeJS.ReadStream;
}

/** What a command works with. */
export interface Context extends Surroundings {
  readonly address: string;
  readonly client: Client;
  readonly output: Output;
  readonly sessionFile: SessionFile;
}

/** Address: flag, then FINTRACK_URL, then the session, then the local runtime's. Sign-in: flag, environment, session. */
export function createContext(options: GlobalOptions, surroundings: Surroundings): Context {
  const { environment } = surroundings;
  const sessionFile = new SessionFile(environment);
  const address = checkedAddress(options.url ?? filled(environment['FINTRACK_URL']) ?? sessionFile.read()?.url ?? DEFAULT_ADDRESS);
  const token = accessTokens({ address, apiKey: options.apiKey ?? filled(environment['FINTRACK_API_KEY']), signIn: signInOf(environment), sessionFile });
  return { ...surroundings, address, client: new Client(address, token), output: new Output(surroundings.streams, options.json === true), sessionFile };
}

/** An unset variable and an empty one mean the same. */
export function filled(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function signInOf(environment: Readonly<Record<string, string | undefined>>): SignIn | undefined {
  const [tenant, email, password] = ['FINTRACK_TENANT', 'FINTRACK_EMAIL', 'FINTRACK_PASSWORD'].map((name) => filled(environment[name]));
  return tenant !== undefined && email !== undefined && password !== undefined ? { tenant, email, password } : undefined;
}

function checkedAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new CliError('invalid_url', `The address of FinTrack must look like ${DEFAULT_ADDRESS}, but is ${JSON.stringify(text)}.`, { exitCode: exitCodes.usage });
  }
  return url.href.replace(/\/+$/, '');
}

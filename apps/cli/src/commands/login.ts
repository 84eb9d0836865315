import { type Me, operations } from '@fintrack/contracts';
import { Client } from '../api/client.ts';
import { CliError } from '../cli-error.ts';
import { type Context, filled } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { ask, askSecret, readAll } from '../session/ask.ts';
import { sessionFrom, type SignIn } from '../session/credentials.ts';

const auth = operations['auth-service'];

export interface LoginOptions {
  readonly tenant?: string;
  readonly email?: string;
  readonly passwordStdin?: boolean;
}

/** Signs in and keeps the session for later commands. */
export async function login(context: Context, options: LoginOptions): Promise<void> {
  const { address, client, output, sessionFile } = context;
  const signIn = await gather(context, options);
  const tokens = await client.call(auth.login, { body: signIn });
  const me = await new Client(address, () => Promise.resolve(tokens.accessToken)).call(auth.getMe);
  sessionFile.write(sessionFrom(address, signIn, tokens));
  output.result({ url: address, ...me }, () => `Signed in to ${address} as ${described(me)}.`);
}

/** `Ben Analyst (analyst) of Demo Coffee Roasters (demo)`. */
export function described({ name, role, tenant }: Me): string {
  return `${name} (${role}) of ${tenant.name} (${tenant.slug})`;
}

async function gather({ stdin, streams, environment }: Context, options: LoginOptions): Promise<SignIn> {
  const terminal = { stdin, stderr: streams.stderr };
  const canAsk = stdin.isTTY && options.passwordStdin !== true;
  const missing: string[] = [];
  const find = async (what: string, given: string | undefined, variable: string, question: () => Promise<string>) => {
    const value = filled(given) ?? filled(environment[variable]) ?? (canAsk ? filled(await question()) : undefined);
    if (value === undefined) missing.push(`${what} (${variable})`);
    return value ?? '';
  };
  const password = options.passwordStdin === true ? await readAll(stdin) : undefined;
  const signIn = {
    tenant: await find('--tenant', options.tenant, 'FINTRACK_TENANT', () => ask(terminal, 'Tenant: ')),
    email: await find('--email', options.email, 'FINTRACK_EMAIL', () => ask(terminal, 'E-mail: ')),
    password: await find('--password-stdin', password, 'FINTRACK_PASSWORD', () => askSecret(terminal, 'Password: ')),
  };
  if (missing.length > 0) throw new CliError('sign_in_incomplete', `To sign in, give ${missing.join(', ')}.`, { exitCode: exitCodes.usage });
  return signIn;
}

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

/** What `fintrack login` keeps. */
export interface Session {
  readonly url: string;
  readonly tenant: string;
  readonly email: string;
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly refreshToken: string;
}

/** The session in the person's configuration folder (XDG), readable by them alone. */
export class SessionFile {
  readonly path: string;

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    const configured = environment['XDG_CONFIG_HOME'];
    // The XDG specification has relative paths ignored.
    const base = configured?.startsWith('/') ? configured : join(homedir(), '.config');
    this.path = join(base, 'fintrack', 'session.json');
  }

  /** @throws CliError session_unreadable */
  read(): Session | null {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw this.#unreadable((error as Error).message, error);
    }
    try {
      return checked(JSON.parse(text));
    } catch (error) {
      throw this.#unreadable('it holds no session', error);
    }
  }

  /** Replaced as a whole, so that no reader sees half of it. */
  write(session: Session): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const next = `${this.path}.${process.pid}`;
    rmSync(next, { force: true });
    writeFileSync(next, `${JSON.stringify(session, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(next, this.path);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }

  #unreadable(why: string, cause: unknown): CliError {
    return new CliError('session_unreadable', `${this.path} can’t be read: ${why}.`, { exitCode: exitCodes.notSignedIn, hint: 'Remove it and sign in again with `fintrack login`.', cause });
  }
}

function checked(value: unknown): Session {
  const session = value as Session;
  const texts = [session.url, session.tenant, session.email, session.accessToken, session.refreshToken];
  if (!texts.every((text) => typeof text === 'string') || typeof session.expiresAt !== 'number') throw new Error('fields are missing');
  return session;
}

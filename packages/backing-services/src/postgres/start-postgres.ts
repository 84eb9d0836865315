import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BackingServiceError } from '../backing-service-error.ts';
import { claimFolder } from '../folder-claim.ts';
import { once } from '../once.ts';
import { assertPortFree, freePort } from '../ports.ts';
import { spawnTied, type TiedProcess } from '../spawn-tied.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { findPostgresBinaries, type PostgresBinaries } from './binaries.ts';
import { postgresPlace, removePostgresData } from './data-place.ts';
import { stopLeftover } from './leftover.ts';
import { createData, passwordFile } from './template.ts';
import { type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';

export interface PostgresOptions {
  /** Holds the data in `postgres/`. @default a temporary folder, removed by stop() */
  readonly dataDirectory?: string;
  /** @default a free one */
  readonly port?: number;
  /** Whether a commit survives a crash of the machine; false is for tests. @default true */
  readonly durable?: boolean;
  /** Further server parameters, as in postgresql.conf. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default 30 */
  readonly timeoutSeconds?: number;
  /** Called with each line of the server's log. */
  readonly onLine?: (line: string) => void;
}

export interface RunningPostgres {
  readonly host: string;
  readonly port: number;
  /** A superuser. */
  readonly user: string;
  readonly password: string;
  /** Resolves if the server ends, by stop() or otherwise. */
  readonly exited: Promise<{ readonly code: number }>;
  readonly lastLines: () => readonly string[];
  /** Stops the server; idempotent. */
  readonly stop: () => Promise<void>;
}

const host = '127.0.0.1';

/**
 * Starts PostgreSQL on 127.0.0.1, on the data of an earlier start if there is any.
 * @throws BackingServiceError port_busy, data_in_use, data_version_mismatch, database_still_running, program_missing, not_ready_in_time, stopped_early
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  if (options.port !== undefined) await assertPortFree(options.port, 'PostgreSQL');
  const user = unprivilegedUser();
  const binaries = findPostgresBinaries(user);
  const dataDirectory = options.dataDirectory ?? temporaryFolder('postgres');
  const place = postgresPlace(dataDirectory, user);
  const claim = claimFolder(place);
  const leave = () => {
    claim.release();
    if (options.dataDirectory === undefined) {
      removePostgresData(dataDirectory);
      rmSync(dataDirectory, { recursive: true, force: true });
    }
  };
  try {
    const data = await prepareData(place, binaries, user);
    const { server, port } = await launch(data, binaries, user, options);
    const stop = once(async () => {
      await server.stop(20_000);
      leave();
    });
    const password = readFileSync(join(place, passwordFile), 'utf8');
    return { host, port, user: 'postgres', password, exited: server.exited, lastLines: server.lastLines, stop };
  } catch (error) {
    leave();
    throw error;
  }
}

async function prepareData(place: string, binaries: PostgresBinaries, user: UnprivilegedUser | undefined): Promise<string> {
  const data = join(place, 'data');
  if (!existsSync(data)) {
    await createData(place, binaries, user);
    return data;
  }
  const versionFile = join(data, 'PG_VERSION');
  const major = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : 'unknown';
  if (major !== binaries.major) {
    throw new BackingServiceError(
      'data_version_mismatch',
      `${data} was written by PostgreSQL ${major}, and this is PostgreSQL ${binaries.major}, which cannot read it: move or delete that folder, or choose another data folder.`,
    );
  }
  await stopLeftover(data);
  return data;
}

async function launch(data: string, binaries: PostgresBinaries, user: UnprivilegedUser | undefined, options: PostgresOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const server = spawnServer(data, port, binaries, user, options);
    const outcome = await readiness(server, (options.timeoutSeconds ?? 30) * 1000);
    if (outcome === 'ready') return { server: server.process, port };
    await server.process.stop(2_000);
    const log = server.process.lastLines().join('\n');
    // Somebody took the free port in between: another one will do.
    if (options.port === undefined && attempt < 4 && log.includes('could not bind')) continue;
    if (outcome === 'late') throw new BackingServiceError('not_ready_in_time', `PostgreSQL was not ready after ${options.timeoutSeconds ?? 30} s. Its log ends:\n${log}`);
    throw new BackingServiceError('stopped_early', `PostgreSQL stopped while starting on ${data}. Its log ends:\n${log}`);
  }
}

interface StartingServer {
  readonly process: TiedProcess;
  readonly ready: Promise<'ready'>;
}

function spawnServer(data: string, port: number, binaries: PostgresBinaries, user: UnprivilegedUser | undefined, options: PostgresOptions): StartingServer {
  const parameters: Record<string, string> = {
    listen_addresses: host,
    port: String(port),
    // Sockets in a shared folder would let other users try passwords.
    unix_socket_directories: '',
    max_connections: '200',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...options.parameters,
  };
  let announceReady: (ready: 'ready') => void = () => undefined;
  const ready = new Promise<'ready'>((resolve) => {
    announceReady = resolve;
  });
  const process_ = spawnTied({
    command: binaries.postgres,
    args: ['-D', data, ...Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    environment: { PATH: process.env['PATH'], LC_MESSAGES: 'C', TZ: 'UTC' },
    directory: data,
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions and leaves the data clean.
    stopSignal: 'INT',
    ...(user ? { user } : {}),
    onLine: (line) => {
      options.onLine?.(line);
      if (line.includes('database system is ready to accept connections')) announceReady('ready');
    },
  });
  return { process: process_, ready };
}

async function readiness({ process, ready }: StartingServer, timeoutMs: number): Promise<'ready' | 'late' | 'exited'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'late');
  });
  const outcome = await Promise.race([ready, late, process.exited.then(() => 'exited' as const)]);
  clearTimeout(timer);
  return outcome;
}

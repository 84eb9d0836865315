import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type StopSignal = 'TERM' | 'INT' | 'QUIT' | 'KILL';

export interface TiedProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** @default the parent's environment */
  readonly environment?: NodeJS.ProcessEnv;
  /** @default the parent's folder */
  readonly directory?: string;
  /** Run as another user; only root may. @default the parent's user */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What the program gets when this process ends, by whatever cause. @default 'TERM' */
  readonly stopSignal?: StopSignal;
  /** Seconds from the stop signal to SIGKILL after this process has ended. @default 10 */
  readonly graceSeconds?: number;
  /** Called with each line of stdout and stderr. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

export interface Exit {
  /** 128 + the signal's number if a signal ended the program. */
  readonly code: number;
}

export interface TiedProcess {
  /** Of the supervising shell, which leads the process group. */
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly hasExited: () => boolean;
  /** The newest lines that the program wrote, oldest first. */
  readonly lastLines: () => readonly string[];
  readonly signal: (signal: StopSignal) => void;
  /** Sends the stop signal, then SIGKILL after `graceMs`; resolves when the program is gone. Idempotent. */
  readonly stop: (graceMs?: number) => Promise<Exit>;
}

/**
 * The shell reads signal names from a pipe whose other end this process holds: when this process ends, even by
 * SIGKILL, the pipe closes and the program is stopped. Nothing in Node or POSIX does that for a child otherwise.
 */
const supervisor = `
stop=$1; grace=$2; shift 2
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
(
  trap '' INT TERM
  while read -r name <&3; do kill -s "$name" "$child" 2>/dev/null; done
  kill -s "$stop" "$child" 2>/dev/null
  waited=0
  while [ "$waited" -lt "$grace" ] && kill -0 "$child" 2>/dev/null; do sleep 1; waited=$((waited + 1)); done
  kill -s KILL "$child" 2>/dev/null
) >/dev/null 2>&1 &
watcher=$!
trap 'kill -s "$stop" "$child"' INT TERM
wait "$child"; code=$?
# A trapped signal ends "wait" early; the program may still be shutting down.
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
kill -s KILL "$watcher" 2>/dev/null
exit "$code"
`;

const keptLines = 60;

/** Starts a program that ends when this process ends. */
export function spawnTied(options: TiedProcessOptions): TiedProcess {
  const child = spawn('/bin/sh', ['-c', supervisor, 'supervisor', options.stopSignal ?? 'TERM', String(options.graceSeconds ?? 10), options.command, ...options.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches this process alone, which then stops its programs in order.
    detached: true,
    ...(options.environment ? { env: options.environment } : {}),
    ...(options.directory ? { cwd: options.directory } : {}),
    ...(options.user ?? {}),
  });
  const lines = new LastLines(keptLines);
  const follow = (stream: Readable | null, name: 'stdout' | 'stderr') => {
    if (!stream) return;
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      lines.add(line);
      options.onLine?.(line, name);
    });
  };
  follow(child.stdout, 'stdout');
  follow(child.stderr, 'stderr');
  // The shell may be gone when a signal's name is written; its exit is reported by `exited`.
  child.stdin?.on('error', () => undefined);
  return tied(child, lines, options.stopSignal ?? 'TERM');
}

function tied(child: ChildProcess, lines: LastLines, stopSignal: StopSignal): TiedProcess {
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    const finish = (code: number) => {
      exit ??= { code };
      resolve(exit);
    };
    child.once('error', (error) => {
      lines.add(error.message);
      finish(127);
    });
    const end = (code: number | null, signal: NodeJS.Signals | null) => finish(code ?? (signal === 'SIGKILL' ? 137 : 143));
    child.once('close', end);
    // `close` brings the last lines, but never comes while a program left behind by this one holds its output open.
    child.once('exit', (code, signal) => setTimeout(end, 1_000, code, signal).unref());
  });
  const signal = (name: StopSignal) => {
    if (!exit && child.stdin?.writable) child.stdin.write(`${name}\n`);
  };
  const stop = async (graceMs = 10_000) => {
    signal(stopSignal);
    const timer = setTimeout(() => signal('KILL'), graceMs);
    const result = await exited;
    clearTimeout(timer);
    return result;
  };
  return { pid: child.pid ?? -1, exited, hasExited: () => exit !== undefined, lastLines: () => lines.all(), signal, stop };
}

class LastLines {
  private readonly lines: string[] = [];
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(line: string): void {
    this.lines.push(line);
    if (this.lines.length > this.limit) this.lines.shift();
  }

  all(): readonly string[] {
    return [...this.lines];
  }
}

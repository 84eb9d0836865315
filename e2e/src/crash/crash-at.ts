import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

const commands = {
  'transaction-worker': { command: resolve(root, '.venv/bin/python'), args: [resolve(import.meta.dirname, 'transaction_worker.py')] },
  'reconciliation-service': { command: 'node', args: ['--conditions=@fintrack/source', resolve(import.meta.dirname, 'reconciliation-service.ts')] },
};

export type CrashingService = keyof typeof commands;

export interface CrashOptions {
  readonly service: CrashingService;
  readonly step: string;
  readonly environment: Readonly<Record<string, string>>;
  /** File that takes what the process writes. */
  readonly log: string;
  readonly timeoutMs: number;
}

/**
 * Starts the service and waits until it has killed itself at the step.
 * @throws Error when it ends in another way, or never reaches the step
 */
export async function crashAt({ service, step, environment, log, timeoutMs }: CrashOptions): Promise<void> {
  const { command, args } = commands[service];
  const output = createWriteStream(log, { flags: 'a' });
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment, CRASH_STEP: step },
  });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  const signal = await new Promise<NodeJS.Signals | null>((settle) => child.once('exit', (_, name) => settle(name)));
  clearTimeout(timer);
  output.end();
  if (late) throw new Error(`${service} did not reach ${step} within ${timeoutMs} ms; see ${log}`);
  if (signal !== 'SIGKILL') throw new Error(`${service} ended at ${step} with ${signal ?? child.exitCode}, not by SIGKILL; see ${log}`);
}

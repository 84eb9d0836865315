import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

const commands = {
  'transaction-worker': { command: resolve(root, '.venv/bin/python'), args: [resolve(import.meta.dirname, 'crashing_worker.py')] },
  'reconciliation-service': { command: 'node', args: ['--conditions=@fintrack/source', resolve(import.meta.dirname, 'crashing-reconciliation.ts')] },
};

export type CrashingService = keyof typeof commands;

export interface CrashOptions {
  readonly service: CrashingService;
  readonly step: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Ends the process when the test is over. */
  readonly signal: AbortSignal;
}

const LAST_CHARACTERS = 3_000;

/**
 * Starts the service and waits until it has killed itself at the step.
 * @throws Error with its last lines when it ends in another way, or never reaches the step
 */
export async function crashAt({ service, step, environment, timeoutMs, signal }: CrashOptions): Promise<void> {
  const { command, args } = commands[service];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment, CRASH_STEP: step },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-LAST_CHARACTERS);
    });
  }
  const ended = new Promise<string>((settle) => child.once('exit', (code, name) => settle(name ?? `code ${code}`)));
  let late = false;
  const end = () => {
    late = true;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(end, timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  const how = await ended;
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  if (late) throw new Error(`${service} did not reach ${step} within ${timeoutMs} ms:\n${output}`);
  if (how !== 'SIGKILL') throw new Error(`${service} ended at ${step} with ${how}, not by SIGKILL:\n${output}`);
}

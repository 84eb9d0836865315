import { setTimeout as delay } from 'node:timers/promises';
import { spawnTied, type TiedProcess } from '@fintrack/backing-services';
import type { ServiceName } from '@fintrack/catalog';
import { RuntimeError } from './runtime-error.ts';
import type { ServiceCommand } from './service-command.ts';

export interface SupervisedServiceOptions {
  readonly name: ServiceName;
  readonly command: ServiceCommand;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  readonly onLine: (line: string) => void;
  readonly onCrash: (crash: Crash) => void;
  /** Restarts of a crashing service, one after another, before it counts as failed. @default 3 */
  readonly restartsMax?: number;
  /** @default 500; doubles with each restart */
  readonly backoffMs?: number;
  /** @default 60000 */
  readonly readyTimeoutMs?: number;
}

export interface Crash {
  readonly name: ServiceName;
  readonly code: number;
  readonly lastLines: readonly string[];
  /** Undefined when the service is not restarted any more. */
  readonly restart: { readonly number: number; readonly of: number; readonly inMs: number } | undefined;
}

export type ServiceState = 'stopped' | 'starting' | 'ready' | 'failed';

/** Lines that a message about a crash repeats. */
const shownLines = 15;
/** A service that ran this long is healthy: an earlier crash no longer counts. */
const healthyMs = 60_000;
const pollMs = 75;

/** One service process: started, watched, restarted when it crashes. */
export class SupervisedService {
  readonly name: ServiceName;
  /** Resolves once, when the service has crashed too often. */
  readonly failed: Promise<RuntimeError>;
  private readonly options: SupervisedServiceOptions;
  private process: TiedProcess | undefined;
  private current: ServiceState = 'stopped';
  private crashes = 0;
  private fail: (error: RuntimeError) => void = () => undefined;

  constructor(options: SupervisedServiceOptions) {
    this.options = options;
    this.name = options.name;
    this.failed = new Promise((resolve) => {
      this.fail = resolve;
    });
  }

  get state(): ServiceState {
    return this.current;
  }

  get address(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  lastLines(): readonly string[] {
    return (this.process?.lastLines() ?? []).slice(-shownLines);
  }

  /**
   * Starts the service and waits until it is ready.
   * @throws RuntimeError service_failed
   */
  async start(): Promise<void> {
    this.crashes = 0;
    this.launch();
    await this.ready();
  }

  /** Stops the service, which gets time to finish what it does. */
  async stop(graceMs = 10_000): Promise<void> {
    await this.end((process) => process.stop(graceMs));
  }

  /** SIGKILL; the service stays down until it is started again. */
  async kill(): Promise<void> {
    await this.end((process) => {
      process.signal('KILL');
      return process.exited;
    });
  }

  private async end(how: (process: TiedProcess) => Promise<unknown>): Promise<void> {
    const { process } = this;
    this.process = undefined;
    if (this.current !== 'failed') this.current = 'stopped';
    if (process) await how(process);
  }

  private launch(): void {
    const { command, environment, onLine } = this.options;
    const started = Date.now();
    const child = spawnTied({
      command: command.command,
      args: command.args,
      directory: command.directory,
      environment: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], LANG: 'C.UTF-8', PYTHONUNBUFFERED: '1', ...environment },
      onLine,
    });
    this.process = child;
    this.current = 'starting';
    void this.watchReadiness(child);
    void child.exited.then(({ code }) => {
      if (this.process === child) this.crashed(child, code, Date.now() - started);
    });
  }

  private async watchReadiness(child: TiedProcess): Promise<void> {
    while (this.process === child && !child.hasExited()) {
      if (await answersReady(this.address)) {
        if (this.process === child && !child.hasExited()) this.current = 'ready';
        return;
      }
      await delay(pollMs);
    }
  }

  private crashed(child: TiedProcess, code: number, ranMs: number): void {
    const { restartsMax = 3, backoffMs = 500, name, onCrash } = this.options;
    this.crashes = ranMs > healthyMs ? 1 : this.crashes + 1;
    const lastLines = child.lastLines().slice(-shownLines);
    if (this.crashes > restartsMax) {
      this.current = 'failed';
      onCrash({ name, code, lastLines, restart: undefined });
      this.fail(new RuntimeError('service_failed', `${name} ended with code ${code} and was restarted ${restartsMax} times in vain. Its last lines:\n${indent(lastLines)}`));
      return;
    }
    this.current = 'starting';
    const inMs = backoffMs * 2 ** (this.crashes - 1);
    onCrash({ name, code, lastLines, restart: { number: this.crashes, of: restartsMax, inMs } });
    void delay(inMs).then(() => {
      if (this.process === child) this.launch();
    });
  }

  private async ready(): Promise<void> {
    const { readyTimeoutMs = 60_000, name } = this.options;
    const until = Date.now() + readyTimeoutMs;
    while (this.current !== 'ready') {
      if (this.current === 'failed') throw await this.failed;
      if (this.current === 'stopped') throw new RuntimeError('service_failed', `${name} was stopped before it was ready.`);
      if (Date.now() > until) {
        throw new RuntimeError('service_failed', `${name} was not ready after ${readyTimeoutMs / 1000} s; ${await whyNotReady(this.address)}. Its last lines:\n${indent(this.lastLines())}`);
      }
      await delay(pollMs);
    }
  }
}

const indent = (lines: readonly string[]) => lines.map((line) => `    ${line}`).join('\n');

async function answersReady(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function whyNotReady(address: string): Promise<string> {
  try {
    const response = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(5_000) });
    return `GET /ready says ${response.status} ${(await response.text()).slice(0, 500)}`;
  } catch (error) {
    return `GET /ready fails: ${(error as { cause?: Error }).cause?.message ?? String(error)}`;
  }
}

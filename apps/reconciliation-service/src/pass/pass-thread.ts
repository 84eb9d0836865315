import { Worker } from 'node:worker_threads';
import { type Stoppable, traceparent } from '@fintrack/service-kit';
import type { PassRequest, PassResult, PassStep, PassTimings } from '../domain/run-pass.ts';
import type { FromPassThread, PassThreadData, ToPassThread } from './pass-messages.ts';

export interface PassThreadOptions {
  readonly config: PassThreadData['config'];
  readonly onTimings: (timings: PassTimings) => void;
  /** For tests that end the process. @default nothing */
  readonly onStep?: (step: PassStep) => void | Promise<void>;
}

interface Pending {
  readonly resolve: (result: PassResult) => void;
  readonly reject: (error: Error) => void;
}

/** Runs match passes in a thread of their own, since matching 200,000 transactions computes for seconds without a pause. */
export class PassThread implements Stoppable {
  readonly #options: PassThreadOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(options: PassThreadOptions) {
    this.#options = options;
  }

  /** Starts the thread before the first pass needs it. */
  start(): void {
    this.#worker ??= this.#start();
  }

  run(request: PassRequest): Promise<PassResult> {
    const worker = (this.#worker ??= this.#start());
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#post(worker, { kind: 'run', id, request, traceparent: traceparent() });
    });
  }

  /** Waits for running passes. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    this.#post(worker, { kind: 'stop' });
    await ended;
  }

  #start(): Worker {
    const { config, onStep } = this.#options;
    const workerData: PassThreadData = { config, reportsSteps: onStep !== undefined };
    const worker = new Worker(new URL('./pass-worker.ts', import.meta.url), { workerData, execArgv: ['--conditions=@fintrack/source'] });
    worker.on('message', (message: FromPassThread) => void this.#take(worker, message));
    let cause: unknown;
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => {
      // The next pass starts another; PostgreSQL has rolled back what this one left.
      this.#worker = undefined;
      for (const { reject } of this.#pending.values()) reject(new Error('the thread of match passes ended', { cause }));
      this.#pending.clear();
    });
    return worker;
  }

  async #take(worker: Worker, message: FromPassThread): Promise<void> {
    switch (message.kind) {
      case 'timings':
        this.#options.onTimings(message.timings);
        return;
      case 'step':
        this.#post(worker, { kind: 'go', id: message.id, fault: await this.#faultAt(message.step) });
        return;
      case 'done':
        this.#settle(message.id)?.resolve(message.result);
        return;
      case 'failed':
        this.#settle(message.id)?.reject(Object.assign(new Error(message.message), { code: message.code, stack: message.stack }));
    }
  }

  async #faultAt(step: PassStep): Promise<string | undefined> {
    try {
      await this.#options.onStep?.(step);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #post(worker: Worker, message: ToPassThread): void {
    worker.postMessage(message);
  }
}

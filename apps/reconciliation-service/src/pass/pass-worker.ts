import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Database } from '@fintrack/database';
import { continueTrace, createLogger, createMetrics, inTrace, openDatabase } from '@fintrack/service-kit';
import { runPass } from '../domain/run-pass.ts';
import { newId } from '../new-id.ts';
import { PostgresPassBooks } from '../store/postgres-pass-books.ts';
import type { FromPassThread, PassThreadData, ToPassThread } from './pass-messages.ts';

/** The thread that runs match passes: what is read, matched and written for one holds up no request meanwhile. */

const SERVICE = 'reconciliation-service';
/** Most transactions of one pass, some 400 MB while it runs: two at once fit the container's 1 GiB. Further ones come in further passes. */
const PASS_ROWS_MAX = 250_000;
/** One for each pass at once; beside the pool of the requests. */
const CONNECTIONS_MAX = 2;

const port = parentPort as MessagePort;
const { config, reportsSteps } = workerData as PassThreadData;
const logger = createLogger({ service: SERVICE, level: config.LOG_LEVEL });
const database = openDatabase<Database>({ config: { ...config, DB_POOL_MAX: CONNECTIONS_MAX }, service: SERVICE, metrics: createMetrics(SERVICE), logger });
const books = new PostgresPassBooks(database.db);
const running = new Set<Promise<void>>();
const waitingSteps = new Map<number, (fault: string | undefined) => void>();

port.on('message', (message: ToPassThread) => {
  switch (message.kind) {
    case 'run': {
      const pass = inTrace(continueTrace(message.traceparent), () => run(message)).finally(() => running.delete(pass));
      running.add(pass);
      return;
    }
    case 'go':
      waitingSteps.get(message.id)?.(message.fault);
      return;
    case 'stop':
      void Promise.all(running).then(() => database.stop()).then(() => port.close());
  }
});

async function run({ id, request }: Extract<ToPassThread, { kind: 'run' }>): Promise<void> {
  try {
    const result = await runPass(request, {
      books,
      now: () => new Date(),
      newId,
      rowsMax: PASS_ROWS_MAX,
      onTimings: (timings) => {
        logger.info({ ...timings }, 'match pass');
        send({ kind: 'timings', timings });
      },
      ...(reportsSteps ? { onStep: (step) => reportStep(id, step) } : {}),
    });
    send({ kind: 'done', id, result });
  } catch (error) {
    const { message, stack, code } = error as Error & { code?: unknown };
    send({ kind: 'failed', id, message, stack, code });
  }
}

async function reportStep(id: number, step: Extract<FromPassThread, { kind: 'step' }>['step']): Promise<void> {
  const fault = await new Promise<string | undefined>((resolve) => {
    waitingSteps.set(id, resolve);
    send({ kind: 'step', id, step });
  });
  waitingSteps.delete(id);
  if (fault !== undefined) throw new Error(fault);
}

function send(message: FromPassThread): void {
  port.postMessage(message);
}

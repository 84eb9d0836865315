import { GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consumerOf, deadLetterQueueName, queueName, type QueueName } from '@fintrack/catalog';
import { type Fintrack, seedDemo, startFintrack } from '@fintrack/local-runtime';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { signIn, upload } from './api.ts';
import { type BooksReport, checkBooks } from './crash/check-books.ts';
import { crashAt, type CrashingService } from './crash/crash-at.ts';
import { csvOf, ledgerAndBank } from './crash/ledger-and-bank.ts';

const FILES_PER_SOURCE = 10;
const ROWS_PER_FILE = 5_000;
const files = ledgerAndBank(FILES_PER_SOURCE, ROWS_PER_FILE);

const repeated = (steps: readonly string[], times: number) => Array.from({ length: times }, () => steps).flat();
const workerSteps = repeated(['after_receive', 'in_copy', 'before_commit', 'before_delete'], 7);
/** A pass that ends takes all that waits, so the steps that need an unfinished one come first. */
const reconciliationSteps = [...repeated(['after_receive', 'in_match', 'before_commit'], 7), ...repeated(['before_delete'], 4)];
const killCount = workerSteps.length + reconciliationSteps.length;

let fintrack: Fintrack;
let sqs: SQSClient;
let books: pg.Client;
const over = new AbortController();

beforeAll(async () => {
  fintrack = await startFintrack({ services: ['auth-service', 'reconciliation-service', 'transaction-worker'], logLevel: 'error' });
  await seedDemo(fintrack);
  const { AWS_ENDPOINT_URL_SQS: endpoint, AWS_REGION: region, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = fintrack.backing.aws.environment as Record<string, string>;
  sqs = new SQSClient({ endpoint: endpoint as string, region: region as string, credentials: { accessKeyId: AWS_ACCESS_KEY_ID as string, secretAccessKey: AWS_SECRET_ACCESS_KEY as string } });
  // A killed consumer's message comes back after two seconds instead of a minute, and as often as it takes.
  for (const queue of ['transactions', 'matches'] as const) await impatient(queue);
  const { host, port, user, password } = fintrack.backing.postgres;
  books = new pg.Client({ host, port, user, password, database: 'fintrack' });
  await books.connect();
}, 120_000);

afterAll(async () => {
  over.abort();
  await books?.end();
  sqs?.destroy();
  await fintrack?.stop();
}, 60_000);

async function queueUrl(name: string): Promise<string> {
  return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl as string;
}

async function impatient(queue: QueueName): Promise<void> {
  const deadLetter = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: await queueUrl(deadLetterQueueName(queue)), AttributeNames: ['QueueArn'] }));
  await sqs.send(new SetQueueAttributesCommand({
    QueueUrl: await queueUrl(queueName(queue)),
    Attributes: { VisibilityTimeout: '2', RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetter.Attributes?.QueueArn, maxReceiveCount: 1000 }) },
  }));
}

async function depth(name: string): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({
    QueueUrl: await queueUrl(name), AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  }));
  return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

async function crashAtEach(service: CrashingService, steps: readonly string[]): Promise<void> {
  const environment = fintrack.environments[service] as Record<string, string>;
  for (const step of steps) await crashAt({ service, step, environment, timeoutMs: 120_000, signal: over.signal });
}

describe(`${killCount} SIGKILLs while 100,000 rows are imported`, () => {
  it('cover at least 50 kills, at every step of both services', () => expect(killCount).toBeGreaterThanOrEqual(50));

  it('leave every row there once and in one state', async () => {
    await fintrack.kill('transaction-worker');
    const token = await signIn(fintrack, 'analyst');
    for (const file of files) await upload(fintrack, token, { name: file.name, source: file.source, content: csvOf(file) });
    await fintrack.kill('reconciliation-service');

    await Promise.all([crashAtEach('transaction-worker', workerSteps), crashAtEach('reconciliation-service', reconciliationSteps)]);

    await fintrack.restart('transaction-worker');
    await fintrack.restart('reconciliation-service');
    const expected: BooksReport = {
      storedCount: 2 * FILES_PER_SOURCE * ROWS_PER_FILE,
      storedSum: files.flatMap(({ rows }) => rows).reduce((sum, { amountMinor }) => sum + amountMinor, 0n).toString(),
      wrong: [], stateCount: 2 * FILES_PER_SOURCE * ROWS_PER_FILE, brokenMatches: 0, unfinishedStatements: 0, outboxCount: 0,
    };
    expect(await settledBooks(expected)).toEqual(expected);
    for (const queue of ['transactions', 'matches'] as const) {
      expect(consumerOf(queue).attemptsMax).toBeGreaterThan(1);
      expect(await depth(deadLetterQueueName(queue))).toBe(0);
    }
  }, 900_000);
});

/** The books once nothing is under way any more, or after two minutes as they are then. */
async function settledBooks(expected: BooksReport): Promise<BooksReport> {
  const until = Date.now() + 120_000;
  for (;;) {
    const idle = (await depth(queueName('transactions'))) + (await depth(queueName('matches'))) === 0;
    const { rows } = await books.query<{ count: string }>('select count(*) from fintrack.transaction_states');
    if ((idle && Number(rows[0]?.count) === expected.stateCount) || Date.now() > until) return checkBooks(books, files);
    await delay(500);
  }
}

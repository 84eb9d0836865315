import { ChangeMessageVisibilityCommand, DeleteMessageCommand, GetQueueAttributesCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { continueTrace, inTrace } from '../telemetry/trace-context.ts';
import type { OnStep } from './crash-step.ts';
import { sendToDeadLetter } from './dead-letter.ts';
import { longPollSecondsMax } from './sqs-client.ts';
import { startHeartbeat } from './visibility-heartbeat.ts';

/** `ok`: its effect is committed. `poison`: no repetition will help; `reason` (snake_case) goes along to the dead-letter queue. */
export type Handled = { readonly outcome: 'ok' } | { readonly outcome: 'poison'; readonly reason: string };

export interface Delivery {
  /** Which delivery of the message this is, from 1. */
  readonly attempt: number;
  /** Aborted when the message took too long, or when the service stops and the grace is over. */
  readonly signal: AbortSignal;
}

export type ConsumerStep = 'received' | 'handled' | 'before_delete' | 'deleted';

export type DecodedMessage<Event> = { readonly event: Event } | { readonly reason: string; readonly detail?: string };

export interface QueueConsumerOptions<Event> {
  /** The queue's name in the catalog; labels metrics and logs. */
  readonly queue: string;
  readonly queueUrl: string;
  readonly sqs: SQSClient;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Reads a message's body, as eventDecoder() makes one; a reason (snake_case) makes the message poison. */
  readonly decode: (body: string) => DecodedMessage<Event>;
  /** Throwing means: try again later, after SQS's redrive limit in the dead-letter queue. */
  readonly handle: (event: Event, delivery: Delivery) => Promise<Handled>;
  /** Messages worked on at once. @default 4 */
  readonly concurrency?: number;
  /** Milliseconds that running messages get after stop(). */
  readonly graceMs: number;
  /** Milliseconds after which a message is given up. @default 15 minutes */
  readonly messageTimeoutMs?: number;
  /** For tests that end the process. @default nothing */
  readonly onStep?: OnStep<ConsumerStep>;
}

const receiveBackoffMs = { first: 500, most: 30_000 };
const retrySecondsMax = 900;

/** Takes events from one SQS queue, a bounded number at a time, and deletes each once it is handled. */
export class QueueConsumer<Event extends { readonly tenantId: string; readonly traceparent: string | null }> {
  readonly #options: QueueConsumerOptions<Event>;
  readonly #concurrency: number;
  readonly #inFlight = new Set<Promise<void>>();
  /** Ends receiving. */
  readonly #stopping = new AbortController();
  /** Ends handling. */
  readonly #aborting = new AbortController();
  #loop: Promise<void> | undefined;
  #visibilitySeconds: number | undefined;

  constructor(options: QueueConsumerOptions<Event>) {
    this.#options = options;
    this.#concurrency = options.concurrency ?? 4;
  }

  start(): void {
    this.#loop ??= this.#receiveUntilStopped();
  }

  /** Receives nothing more, waits for running messages; after the grace, aborts them and lets SQS deliver them again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const { graceMs, logger, queue } = this.#options;
    const grace = setTimeout(() => {
      logger.warn({ queue, running: this.#inFlight.size }, 'messages still run at the end of the grace; they will be delivered again');
      this.#aborting.abort(new Error('the service stops'));
    }, graceMs);
    await this.#loop;
    const drained = Promise.all(this.#inFlight);
    const aborted = new Promise<void>((resolve) => this.#aborting.signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([drained, aborted]);
    clearTimeout(grace);
  }

  async #receiveUntilStopped(): Promise<void> {
    let backoffMs = receiveBackoffMs.first;
    while (!this.#stopping.signal.aborted) {
      const free = this.#concurrency - this.#inFlight.size;
      if (free === 0) {
        await Promise.race(this.#inFlight);
        continue;
      }
      try {
        for (const message of await this.#receive(Math.min(free, 10))) this.#take(message);
        backoffMs = receiveBackoffMs.first;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        this.#options.logger.error({ err: error, queue: this.#options.queue }, 'could not receive messages');
        await delay(backoffMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
        backoffMs = Math.min(backoffMs * 2, receiveBackoffMs.most);
      }
    }
  }

  async #receive(count: number): Promise<readonly Message[]> {
    const { sqs, queueUrl } = this.#options;
    // The queue itself says how long a message stays invisible, so that the number stands in one place.
    this.#visibilitySeconds ??= await this.#readVisibility();
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: count,
      // A message that goes to a poll whose consumer has just died is hidden for its visibility; a short poll risks fewer.
      WaitTimeSeconds: Math.min(longPollSecondsMax, Math.floor(this.#visibilitySeconds / 2)),
      VisibilityTimeout: this.#visibilitySeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    const { Messages = [] } = await sqs.send(command, { abortSignal: this.#stopping.signal });
    return Messages;
  }

  async #readVisibility(): Promise<number> {
    const { sqs, queueUrl, queue } = this.#options;
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['VisibilityTimeout'] }), { abortSignal: this.#stopping.signal });
    const seconds = Number(Attributes?.VisibilityTimeout);
    if (!(seconds > 0)) throw new Error(`queue ${queue} has no visibility timeout`);
    return seconds;
  }

  #take(message: Message): void {
    const { queue, metrics, decode } = this.#options;
    const decoded = decode(message.Body ?? '');
    const event = 'event' in decoded ? decoded.event : undefined;
    const trace = continueTrace(event?.traceparent ?? message.MessageAttributes?.['traceparent']?.StringValue);
    if (event) trace.tenantId = event.tenantId;
    const endTimer = metrics.queueMessageDuration.startTimer({ queue });
    metrics.queueMessagesInFlight.inc({ queue });
    const work = inTrace(trace, () => this.#process(message, decoded)).finally(() => {
      endTimer();
      metrics.queueMessagesInFlight.dec({ queue });
      this.#inFlight.delete(work);
    });
    this.#inFlight.add(work);
  }

  /** Never rejects: what fails is logged, and SQS delivers it again. */
  async #process(message: Message, decoded: DecodedMessage<Event>): Promise<void> {
    const { sqs, queueUrl, queue, logger, metrics } = this.#options;
    const visibilitySeconds = this.#visibilitySeconds as number;
    const receiptHandle = message.ReceiptHandle as string;
    const attempt = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
    const release = startHeartbeat({ sqs, queueUrl, receiptHandle, visibilitySeconds, logger });
    try {
      await this.#step('received');
      const handled = await this.#handle(decoded, attempt);
      await this.#step('handled');
      if (handled.outcome === 'poison') {
        const detail = 'reason' in decoded ? decoded.detail : undefined;
        logger.error({ queue, messageId: message.MessageId, reason: handled.reason, detail }, 'a message goes to the dead-letter queue');
        await sendToDeadLetter(sqs, queueUrl, message, handled.reason);
      }
      await this.#step('before_delete');
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
      metrics.queueMessages.inc({ queue, outcome: handled.outcome === 'ok' ? 'handled' : 'poison' });
      await this.#step('deleted');
    } catch (error) {
      release();
      metrics.queueMessages.inc({ queue, outcome: 'failed' });
      logger.error({ err: error, queue, messageId: message.MessageId, attempt }, 'a message failed; it will be delivered again');
      await this.#showAgainLater(receiptHandle, attempt);
    } finally {
      release();
    }
  }

  async #handle(decoded: DecodedMessage<Event>, attempt: number): Promise<Handled> {
    const { handle, messageTimeoutMs = 900_000 } = this.#options;
    if ('reason' in decoded) return { outcome: 'poison', reason: decoded.reason };
    const signal = AbortSignal.any([this.#aborting.signal, AbortSignal.timeout(messageTimeoutMs)]);
    return untilAborted(handle(decoded.event, { attempt, signal }), signal);
  }

  async #showAgainLater(receiptHandle: string, attempt: number): Promise<void> {
    const { sqs, queueUrl, logger } = this.#options;
    // Doubles per attempt, with jitter so that messages which failed together do not return together.
    const seconds = Math.min(retrySecondsMax, Math.ceil(2 ** Math.min(attempt, 10) * (0.5 + Math.random() / 2)));
    await sqs
      .send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }))
      .catch((error: unknown) => logger.warn({ err: error }, 'could not set when a message shows again'));
  }

  async #step(step: ConsumerStep): Promise<void> {
    await this.#options.onStep?.(step);
  }
}

/** Rejects when `signal` aborts, even if the work itself does not listen to it. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

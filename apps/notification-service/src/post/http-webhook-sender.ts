import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '../domain/public-address.ts';
import type { SendFailure, SendOutcome, WebhookRequest, WebhookSender } from '../domain/webhook-sender.ts';
import { hostOf, webhookUrlFault } from '../domain/webhook-url.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface HttpWebhookSenderOptions {
  readonly allowPrivate: boolean;
  /** For the whole attempt: resolution, connection and answer. */
  readonly timeoutMs: number;
  /** @default the system's resolver */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
}

class Refused extends Error {
  readonly code: SendFailure;
  constructor(code: SendFailure) {
    super(code);
    this.code = code;
  }
}

/**
 * Posts over HTTP to one resolved and checked address. The connection goes to that very address, so a
 * name that resolves differently a moment later gains nothing. Redirects are answers, never followed.
 */
export class HttpWebhookSender implements WebhookSender {
  readonly #options: HttpWebhookSenderOptions;

  constructor(options: HttpWebhookSenderOptions) {
    this.#options = options;
  }

  async send(request: WebhookRequest): Promise<SendOutcome> {
    const startedMs = performance.now();
    const durationMs = () => Math.round(performance.now() - startedMs);
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      if (webhookUrlFault(request.url, this.#options) !== undefined) throw new Refused('url_not_allowed');
      const url = new URL(request.url);
      const address = await abortable(this.#resolve(hostOf(url)), signal);
      const status = await post(url, address, request, signal);
      return { kind: 'answered', status, durationMs: durationMs() };
    } catch (error) {
      const code = error instanceof Refused ? error.code : signal.aborted ? 'timed_out' : 'connection_failed';
      return { kind: 'failed', code, durationMs: durationMs() };
    }
  }

  async #resolve(host: string): Promise<ResolvedAddress> {
    const resolve = this.#options.resolve ?? ((name: string) => lookup(name, { all: true }));
    const family = isIP(host);
    const addresses = family === 0 ? await resolve(host).catch(() => []) : [{ address: host, family }];
    const [first] = addresses;
    if (first === undefined) throw new Refused('name_not_resolved');
    // One private address among public ones is an attempt, not an accident.
    if (!this.#options.allowPrivate && !addresses.every(({ address }) => isPublicAddress(address))) throw new Refused('address_not_public');
    return first;
  }
}

function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    promise.then(resolve, reject);
  });
}

function post(url: URL, pinned: ResolvedAddress, { headers, body }: WebhookRequest, signal: AbortSignal): Promise<number> {
  const toPinned: LookupFunction = (_host, options, done) => {
    if (options.all === true) done(null, [{ address: pinned.address, family: pinned.family }]);
    else done(null, pinned.address, pinned.family);
  };
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    lookup: toPinned,
    // A fresh connection each time: a kept one could outlive the check of its address.
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      // The answer's body is the subscriber's affair and may be endless.
      response.destroy();
    });
    request.on('error', reject);
    request.end(body);
  });
}

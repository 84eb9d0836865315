import { request as requestHttp } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SendFailure, SendOutcome, WebhookAddresses, WebhookPost, WebhookSender } from '../domain/webhook-sender.ts';
import { resolveAddress, type ResolvedAddress, type ResolveOptions } from './resolve-address.ts';
import { signWebhook } from './sign-webhook.ts';
import { hostOf, webhookUrlFault } from './webhook-url.ts';

export interface HttpWebhookSenderOptions extends ResolveOptions {
  /** For the whole attempt: resolution, connection and answer. */
  readonly timeoutMs: number;
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
export class HttpWebhookSender implements WebhookSender, WebhookAddresses {
  readonly #options: HttpWebhookSenderOptions;

  constructor(options: HttpWebhookSenderOptions) {
    this.#options = options;
  }

  async send({ url: text, secret, messageId, sentAt, body }: WebhookPost): Promise<SendOutcome> {
    const startedMs = performance.now();
    const durationMs = () => Math.round(performance.now() - startedMs);
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      if (webhookUrlFault(text, this.#options) !== undefined) throw new Refused('url_not_allowed');
      const url = new URL(text);
      const resolved = await abortable(resolveAddress(hostOf(url), this.#options), signal);
      if (!resolved.ok) throw new Refused(resolved.error.code);
      const headers = { 'content-type': 'application/json', 'user-agent': 'FinTrack-Webhooks/1', ...signWebhook({ id: messageId, sentAt, body }, secret) };
      return { kind: 'answered', status: await post(url, resolved.value, headers, body, signal), durationMs: durationMs() };
    } catch (error) {
      const code = error instanceof Refused ? error.code : signal.aborted ? 'timed_out' : 'connection_failed';
      return { kind: 'failed', code, durationMs: durationMs() };
    }
  }

  /** A name that does not resolve now may do so when the first event comes. */
  async fault(text: string): Promise<{ code: 'invalid_url' | 'private_address'; expected: string } | undefined> {
    const publicOnly = { code: 'private_address', expected: 'an address on the public internet' } as const;
    const fault = webhookUrlFault(text, this.#options);
    if (fault === 'address_not_public') return publicOnly;
    if (fault !== undefined) return { code: 'invalid_url', expected: expectedInsteadOf[fault] };
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    const resolved = await abortable(resolveAddress(hostOf(new URL(text)), this.#options), signal).catch(() => undefined);
    return resolved?.ok === false && resolved.error.code === 'address_not_public' ? publicOnly : undefined;
  }
}

const expectedInsteadOf = {
  not_a_url: 'a URL',
  not_https: 'a URL that begins with https://',
  has_credentials: 'a URL without user name and password',
  too_long: 'at most 2000 characters',
} as const;

function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    promise.then(resolve, reject);
  });
}

function post(url: URL, pinned: ResolvedAddress, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<number> {
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

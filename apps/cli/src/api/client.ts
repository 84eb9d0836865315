import type { Operation, ParamsOf, QueryOf, ResultOf, BodyOf } from '@fintrack/contracts';
import { type HttpRequest, send } from './http.ts';

export interface CallInput<Op extends Operation> {
  readonly params?: ParamsOf<Op>;
  readonly query?: QueryOf<Op>;
  readonly body?: BodyOf<Op>;
  /** @default 60,000 */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/** FinTrack's API at one address. */
export class Client {
  readonly address: string;
  readonly #token: () => Promise<string>;

  /** @param token gives a valid access token; asked before each request that needs one. */
  constructor(address: string, token: () => Promise<string>) {
    this.address = address;
    this.#token = token;
  }

  /** @throws CliError */
  async call<const Op extends Operation>(operation: Op, input: CallInput<Op> = {}): Promise<ResultOf<Op>> {
    const response = await this.request(operation, input);
    return (response.status === 204 ? undefined : await response.json()) as ResultOf<Op>;
  }

  /** The response itself, for content other than JSON. */
  async request<const Op extends Operation>(operation: Op, { params, query, body, timeoutMs = TIMEOUT_MS }: CallInput<Op> = {}, accept = 'application/json'): Promise<Response> {
    return this.sendAs(operation, {
      method: operation.method.toUpperCase(),
      url: this.address + withParameters(operation.path, params ?? {}, query ?? {}),
      headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs,
    });
  }

  /** Sends a request that the caller has made, with the operation's kind of sign-in. */
  async sendAs(operation: Operation, request: HttpRequest): Promise<Response> {
    const authorization = operation.security.kind === 'bearer' ? { authorization: `Bearer ${await this.#token()}` } : {};
    return send({ ...request, headers: { ...request.headers, ...authorization } });
  }
}

function withParameters(path: string, params: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

import { RuntimeError } from './runtime-error.ts';

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a form. */
  readonly body?: object;
  /** Statuses that are no failure, beside 2xx. @default none */
  readonly accept?: readonly number[];
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

const timeoutMs = 60_000;

/**
 * One call of FinTrack's API.
 * @throws RuntimeError unexpected_answer
 */
export async function call<Body>(address: string, path: string, options: CallOptions = {}): Promise<Answer<Body>> {
  const { method = 'GET', token, body, accept = [] } = options;
  const isForm = body instanceof FormData;
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok && !accept.includes(response.status)) {
    throw new RuntimeError('unexpected_answer', `${method} ${path} answered ${response.status}: ${text.slice(0, 1_000)}`);
  }
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
}

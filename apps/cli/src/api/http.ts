import type { Problem } from '@fintrack/contracts';
import { CliError } from '../cli-error.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | ReadableStream<Uint8Array>;
  readonly timeoutMs: number;
}

/**
 * Sends a request and gives back the response if it is one of success.
 * @throws CliError unreachable, timeout, or the problem's code
 */
export async function send({ method, url, headers, body, timeoutMs }: HttpRequest): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method, headers: { ...headers }, redirect: 'error', signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body, duplex: 'half' as const }),
    });
  } catch (error) {
    throw connectionError(url, timeoutMs, error);
  }
  if (!response.ok) throw await problemError(response);
  return response;
}

function connectionError(url: string, timeoutMs: number, error: unknown): CliError {
  const { origin, hostname } = new URL(url);
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new CliError('timeout', `${origin} did not answer within ${timeoutMs / 1000} s.`, { exitCode: exitCodes.timeout, cause: error });
  }
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return new CliError('unreachable', `FinTrack can’t be reached at ${origin} (${reasonOf(error)}).`, {
    exitCode: exitCodes.unreachable,
    hint: isLocal ? 'Is it running? Start it with `npm start`; it prints its address, for --url or FINTRACK_URL.' : 'Check the address in --url, FINTRACK_URL or the one you signed in to.',
    cause: error,
  });
}

/** undici says why in the cause, which for several addresses is an AggregateError without a message. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error && cause.message !== '' ? cause.message : error instanceof Error ? error.message : String(error);
}

async function problemError(response: Response): Promise<CliError> {
  const text = await response.text();
  const problem = parseProblem(text);
  if (!problem) {
    return new CliError('unexpected_answer', `${response.url} answered ${response.status}, and not as FinTrack does: ${text.slice(0, 200)}`, {
      hint: 'Is this the address of FinTrack?',
    });
  }
  const { code, title, detail, errors = [] } = problem;
  const hint = hintFor(response.status);
  return new CliError(code, messageFor(response.status, code, detail ?? title), { exitCode: exitCodeFor(response.status), errors, ...(hint === undefined ? {} : { hint }) });
}

function parseProblem(text: string): Problem | null {
  try {
    const value = JSON.parse(text) as Partial<Problem> | null;
    return typeof value?.code === 'string' && typeof value.title === 'string' ? (value as Problem) : null;
  } catch {
    return null;
  }
}

function messageFor(status: number, code: string, said: string): string {
  if (code === 'invalid_credentials') return 'Tenant, e-mail or password is wrong.';
  if (code === 'invalid_api_key') return 'The API key is unknown, expired or revoked.';
  if (status === 401) return 'You are not signed in, or the sign-in has expired.';
  if (code === 'forbidden') return 'Your role does not allow this.';
  return `${said} (${code})`;
}

function hintFor(status: number): string | undefined {
  if (status === 401) return 'Sign in with `fintrack login`, or set FINTRACK_API_KEY.';
  return status >= 500 ? 'Try again; if it stays so, the services’ logs say more.' : undefined;
}

function exitCodeFor(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.notSignedIn;
  return status < 500 ? exitCodes.refused : exitCodes.unexpected;
}

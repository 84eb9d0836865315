import { setTimeout as delay } from 'node:timers/promises';

export interface Statement {
  readonly statementId: string;
  readonly status: 'received' | 'imported' | 'rejected';
  readonly error: unknown;
}

export interface ReconciliationSummary {
  readonly matchedCount: number;
  readonly suggestedCount: number;
  readonly exceptionCount: number;
}

const requestTimeoutMs = 120_000;
const waitTimeoutMs = 300_000;
// Each poll costs gateway, service and database some milliseconds that the import needs.
const pollMs = 150;

/** FinTrack as one tenant's administrator uses it, over HTTP through the gateway. */
export class TenantSession {
  readonly #address: string;
  readonly #token: string;

  private constructor(address: string, token: string) {
    this.#address = address;
    this.#token = token;
  }

  /** Makes a tenant of its own, so that rounds don't meet each other's rows. */
  static async open(fintrack: { readonly address: string; readonly operatorKey: string; readonly demoPassword: string }, tenant: string): Promise<TenantSession> {
    const admin = { email: 'bench@bench.example', name: 'Bench', password: fintrack.demoPassword };
    await answer(fetch(`${fintrack.address}/api/auth/tenants`, post({ slug: tenant, name: tenant, admin }, { 'x-operator-key': fintrack.operatorKey })));
    const { accessToken } = (await answer(fetch(`${fintrack.address}/api/auth/login`, post({ tenant, email: admin.email, password: admin.password })))) as { accessToken: string };
    return new TenantSession(fintrack.address, accessToken);
  }

  async upload(sourceKind: string, fileName: string, content: Blob): Promise<string> {
    const form = new FormData();
    form.append('sourceKind', sourceKind);
    form.append('file', content, fileName);
    const { statementId } = (await this.#call('/api/statements', { method: 'POST', body: form })) as Statement;
    return statementId;
  }

  async untilImported(statementId: string): Promise<void> {
    for (const until = Date.now() + waitTimeoutMs; Date.now() < until; await delay(pollMs)) {
      const { status, error } = (await this.#call(`/api/statements/${statementId}`)) as Statement;
      if (status === 'imported') return;
      if (status === 'rejected') throw new Error(`statement ${statementId} was rejected: ${JSON.stringify(error)}`);
    }
    throw new Error(`statement ${statementId} was not imported within ${waitTimeoutMs / 1000} s`);
  }

  /** A pass that an import has started may be under way; its answer is 409 until that one ends. */
  async reconcile(): Promise<ReconciliationSummary> {
    for (const until = Date.now() + waitTimeoutMs; Date.now() < until; await delay(pollMs)) {
      const summary = await this.#call('/api/reconcile', { method: 'POST' }, [409]);
      if (summary !== undefined) return summary as ReconciliationSummary;
    }
    throw new Error(`another reconciliation still ran after ${waitTimeoutMs / 1000} s`);
  }

  #call(path: string, init: RequestInit = {}, notYet: readonly number[] = []): Promise<unknown> {
    return answer(fetch(`${this.#address}${path}`, { ...init, headers: { authorization: `Bearer ${this.#token}` }, signal: AbortSignal.timeout(requestTimeoutMs) }), notYet);
  }
}

function post(body: object, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body), signal: AbortSignal.timeout(requestTimeoutMs) };
}

/** The body, or undefined for a status that means "not yet". */
async function answer(request: Promise<Response>, notYet: readonly number[] = []): Promise<unknown> {
  const response = await request;
  const text = await response.text();
  if (notYet.includes(response.status)) return undefined;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text.slice(0, 1000)}`);
  return JSON.parse(text) as unknown;
}

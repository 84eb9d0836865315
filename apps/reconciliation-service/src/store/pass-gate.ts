/**
 * Lets passes wait here rather than on a connection each: one per tenant and a few in all, since a pass holds
 * up to hundreds of megabytes and they share one thread.
 */
export class PassGate {
  readonly #passesMax: number;
  readonly #running = new Set<string>();
  readonly #waiting: { readonly tenantId: string; readonly go: () => void }[] = [];

  constructor(passesMax: number) {
    this.#passesMax = passesMax;
  }

  /** Whether the turn came within `waitMs`; if so, the caller must `leave`. */
  async enter(tenantId: string, waitMs: number): Promise<boolean> {
    if (this.#mayRun(tenantId)) {
      this.#running.add(tenantId);
      return true;
    }
    return new Promise((resolve) => {
      const waiter = {
        tenantId,
        go: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve(false);
      }, waitMs);
      this.#waiting.push(waiter);
    });
  }

  leave(tenantId: string): void {
    this.#running.delete(tenantId);
    const next = this.#waiting.findIndex((waiter) => this.#mayRun(waiter.tenantId));
    if (next === -1) return;
    const [waiter] = this.#waiting.splice(next, 1);
    this.#running.add((waiter as { tenantId: string }).tenantId);
    waiter?.go();
  }

  #mayRun(tenantId: string): boolean {
    return this.#running.size < this.#passesMax && !this.#running.has(tenantId);
  }
}

/** Runs ours and the reference in turns, so that both meet the same neighbours, and keeps the quickest of each. */
export async function quickest(rounds: number, ours: () => Promise<number> | number, reference: () => Promise<number> | number): Promise<{ oursMs: number; referenceMs: number }> {
  let oursMs = Infinity;
  let referenceMs = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    referenceMs = Math.min(referenceMs, await reference());
    oursMs = Math.min(oursMs, await ours());
    referenceMs = Math.min(referenceMs, await reference());
  }
  return { oursMs, referenceMs };
}

/** Milliseconds that an action takes. */
export async function elapsedMs(action: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

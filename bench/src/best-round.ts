export interface Round {
  readonly oursMs: number;
  readonly referenceMs: number;
}

/**
 * Runs the reference, ours and the reference again, so that each round compares what met the same
 * neighbours on the machine. The round with the least ratio counts, since others only ever add time.
 */
export async function bestRound(rounds: number, ours: () => Promise<number> | number, reference: () => Promise<number> | number): Promise<Round> {
  let best: Round | undefined;
  for (let round = 0; round < rounds; round += 1) {
    const before = await reference();
    const oursMs = await ours();
    const referenceMs = (before + (await reference())) / 2;
    if (best === undefined || oursMs / referenceMs < best.oursMs / best.referenceMs) best = { oursMs, referenceMs };
  }
  if (best === undefined) throw new RangeError('at least one round is needed');
  return best;
}

/** Milliseconds that an action takes. */
export async function elapsedMs(action: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await action();
  return performance.now() - started;
}

/** What a claim needs to know of the command line. */
export interface BenchOptions {
  /** Rows of each side. */
  readonly rows: number;
  /** Measurements of each side of a claim; the quickest counts, since other work on the machine only ever adds time. */
  readonly rounds: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Measurement {
  readonly oursMs: number;
  readonly referenceMs: number;
}

/** A statement about speed that holds on any machine: a ratio to a reference that runs beside it. */
export interface Claim {
  /** For `--only`. */
  readonly id: string;
  readonly ours: string;
  readonly reference: string;
  /** At most this many times the reference. */
  readonly ratioMax: number;
  /** @throws Error when what was measured gave a wrong result */
  readonly measure: (options: BenchOptions) => Promise<Measurement>;
}

export interface Verdict extends Measurement {
  readonly claim: Claim;
  readonly ratio: number;
  readonly holds: boolean;
}

export function judge(claim: Claim, measurement: Measurement): Verdict {
  const ratio = measurement.oursMs / measurement.referenceMs;
  return { ...measurement, claim, ratio, holds: ratio <= claim.ratioMax };
}

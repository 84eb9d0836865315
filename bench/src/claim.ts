import type { Round } from './best-round.ts';

/** What a claim needs to know of the command line. */
export interface BenchOptions {
  /** Rows of each side. */
  readonly rows: number;
  /** Measurements of each claim; the best counts. */
  readonly rounds: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
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
  readonly measure: (options: BenchOptions) => Promise<Round>;
}

export interface Verdict extends Round {
  readonly claim: Claim;
  readonly ratio: number;
  readonly holds: boolean;
}

export function judge(claim: Claim, round: Round): Verdict {
  const ratio = round.oursMs / round.referenceMs;
  return { ...round, claim, ratio, holds: ratio <= claim.ratioMax };
}

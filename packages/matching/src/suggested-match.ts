/** A person or an API key. */
export interface Actor {
  readonly id: string;
}

/** A match as its store holds it. */
export interface DecidableMatch {
  readonly state: 'suggested' | 'confirmed' | 'rejected';
  /** Who asked for it, if a person did; undefined for the engine's own suggestions. */
  readonly suggestedBy?: string | undefined;
  readonly leftAmountMinor: bigint;
  readonly rightAmountMinor: bigint;
  /** What the match's rule allows, in minor units. */
  readonly toleranceMinor: bigint;
}

export interface Decision {
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

/** The match is decided already. */
export interface NotSuggested {
  readonly code: 'not_suggested';
  readonly state: DecidableMatch['state'];
}

/** Nobody confirms their own suggestion. */
export interface CheckerIsMaker {
  readonly code: 'checker_is_maker';
  readonly actorId: string;
}

/** The amounts differ by more than the rule allows; left minus right, minor units. */
export interface OutOfTolerance {
  readonly code: 'out_of_tolerance';
  readonly differenceMinor: bigint;
}

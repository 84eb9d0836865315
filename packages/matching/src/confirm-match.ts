import { failure, type Result, success } from './result.ts';
import type { Actor, CheckerIsMaker, DecidableMatch, Decision, NotSuggested, OutOfTolerance } from './suggested-match.ts';

export type ConfirmError = NotSuggested | CheckerIsMaker | OutOfTolerance;
export type Confirmed<M extends DecidableMatch> = Omit<M, 'state'> & Decision & { readonly state: 'confirmed' };

/** Confirms a suggestion. Checks the amounts again, since a rule may have changed after the suggestion was made. */
export function confirmMatch<M extends DecidableMatch>(match: M, by: Actor, at: Date): Result<Confirmed<M>, ConfirmError> {
  if (match.state !== 'suggested') return failure({ code: 'not_suggested', state: match.state });
  if (match.suggestedBy === by.id) return failure({ code: 'checker_is_maker', actorId: by.id });
  const differenceMinor = match.leftAmountMinor - match.rightAmountMinor;
  if (absolute(differenceMinor) > match.toleranceMinor) return failure({ code: 'out_of_tolerance', differenceMinor });
  return success({ ...match, state: 'confirmed', decidedBy: by.id, decidedAt: at });
}

function absolute(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

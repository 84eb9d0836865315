import { failure, type Result, success } from './result.ts';
import type { Actor, DecidableMatch, Decision, NotSuggested } from './suggested-match.ts';

export type RejectError = NotSuggested;
export type Rejected<M extends DecidableMatch> = Omit<M, 'state'> & Decision & { readonly state: 'rejected' };

/** Rejects a suggestion. Its maker may do that: taking a suggestion back needs no second person. */
export function rejectMatch<M extends DecidableMatch>(match: M, by: Actor, at: Date): Result<Rejected<M>, RejectError> {
  if (match.state !== 'suggested') return failure({ code: 'not_suggested', state: match.state });
  return success({ ...match, state: 'rejected', decidedBy: by.id, decidedAt: at });
}

import type { Match, MatchState } from '@fintrack/contracts';
import type { DecidableMatch, Decision, Result } from '@fintrack/matching';
import type { ListPage, PageRequest } from './page.ts';

/** Newest first. */
export interface MatchPosition {
  readonly createdAt: string;
  readonly matchId: string;
}

/** What a person's decision makes of a suggestion. */
export type Verdict = Decision & { readonly state: 'confirmed' | 'rejected' };

export interface Matches {
  list(tenantId: string, page: PageRequest<MatchPosition>, state?: MatchState): Promise<ListPage<Match, MatchPosition>>;
  /**
   * Puts the match before `judge` and stores its verdict. The match is held meanwhile, so of two decisions
   * at once the second sees what the first has made of it.
   */
  decide<JudgeError extends { readonly code: string }>(
    tenantId: string,
    matchId: string,
    judge: (match: DecidableMatch) => Result<Verdict, JudgeError>,
  ): Promise<Result<Match, JudgeError | { readonly code: 'match_not_found' }>>;
}

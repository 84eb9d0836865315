import type { operations } from '@fintrack/contracts';
import { confirmMatch, rejectMatch } from '@fintrack/matching';
import { type Handlers, problem, reply } from '@fintrack/service-kit';
import type { Matches } from '../domain/matches.ts';
import { matchCursor } from './cursors.ts';
import { listPage } from './list-page.ts';

type Operations = (typeof operations)['reconciliation-service'];

export function matchHandlers(matches: Matches, now: () => Date): Pick<Handlers<Operations>, 'listMatches' | 'confirmMatch' | 'rejectMatch'> {
  return {
    listMatches: async ({ query, principal }) => listPage(matchCursor, query, (page) => matches.list(principal.tenantId, page, query.state)),

    confirmMatch: async ({ params, principal }) => {
      const decided = await matches.decide(principal.tenantId, params.matchId, (match) => confirmMatch(match, { id: principal.userId }, now()));
      if (decided.ok) return reply(200, decided.value);
      switch (decided.error.code) {
        case 'match_not_found':
          return problem('match_not_found');
        case 'not_suggested':
          return problem('match_already_decided', { detail: `The match is ${decided.error.state}.` });
        case 'checker_is_maker':
          return problem('checker_is_maker', { detail: 'Who asked for the reconciliation that suggested this match can’t confirm it.' });
        case 'out_of_tolerance':
          return problem('out_of_tolerance', { detail: 'The amounts differ by more than the rules now in force allow.' });
      }
    },

    rejectMatch: async ({ params, principal }) => {
      const decided = await matches.decide(principal.tenantId, params.matchId, (match) => rejectMatch(match, { id: principal.userId }, now()));
      if (decided.ok) return reply(200, decided.value);
      if (decided.error.code === 'match_not_found') return problem('match_not_found');
      return problem('match_already_decided', { detail: `The match is ${decided.error.state}.` });
    },
  };
}

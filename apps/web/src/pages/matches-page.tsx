import type { Match, MatchSide, MatchState, Me } from '@fintrack/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { call, operations } from '../api/client.ts';
import { problemText } from '../api/problem-error.ts';
import { mayAct } from '../api/session.ts';
import { Amount } from '../parts/amount.tsx';
import { Notice } from '../parts/notice.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { word } from '../parts/words.ts';

const states: readonly MatchState[] = ['confirmed', 'suggested', 'rejected'];

export function MatchesPage({ me }: { me: Me }) {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('state');
  const state = states.find((name) => name === asked) ?? 'confirmed';
  const queries = useQueryClient();
  const deciding = useMutation({
    mutationFn: ({ match, how }: { match: Match; how: 'confirmMatch' | 'rejectMatch' }) => call(operations[how], { params: { matchId: match.matchId } }),
    onSettled: () => queries.invalidateQueries(),
  });
  const decidable = state === 'suggested' && mayAct(me);
  return (
    <>
      <div className="title">
        <h1>Matches</h1>
        <div className="tabs" role="tablist">
          {states.map((name) => (
            <button key={name} type="button" role="tab" aria-selected={name === state} onClick={() => setSearch({ state: name })}>{word(name)}</button>
          ))}
        </div>
      </div>
      {deciding.isError && <Notice tone="bad">{problemText(deciding.error)}</Notice>}
      <PagedTable
        queryKey={['matches', state]}
        load={(cursor) => call(operations.listMatches, { query: { state, ...(cursor ? { cursor } : {}) } })}
        empty={`No ${state} matches.`}
        head={<tr><th>Left</th><th className="number">Amount</th><th>Right</th><th className="number">Amount</th><th className="number">Difference</th><th>Rule</th>{decidable && <th>Decision</th>}</tr>}
        row={(match: Match) => (
          <tr key={match.matchId}>
            <td><Side side={match.left} /></td>
            <td className="number"><Amount money={match.left.amount} /></td>
            <td><Side side={match.right} /></td>
            <td className="number"><Amount money={match.right.amount} /></td>
            <td className="number">{match.difference.amountMinor === '0' ? '–' : <Amount money={match.difference} />}{match.dayGap > 0 && <small>{match.dayGap} d</small>}</td>
            <td>{match.ruleName}</td>
            {decidable && (
              <td className="actions">
                <button type="button" disabled={deciding.isPending} onClick={() => deciding.mutate({ match, how: 'confirmMatch' })}>Confirm</button>
                <button type="button" className="plain" disabled={deciding.isPending} onClick={() => deciding.mutate({ match, how: 'rejectMatch' })}>Reject</button>
              </td>
            )}
          </tr>
        )}
      />
    </>
  );
}

function Side({ side }: { side: MatchSide }) {
  return (
    <>
      <span className="main-line">{side.counterpartyName ?? (side.description || side.reference || '–')}</span>
      <small>{side.bookingDate} · {word(side.sourceKind)}{side.reference ? ` · ${side.reference}` : ''}</small>
    </>
  );
}

import type { Me } from '@fintrack/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { NavLink, Navigate, Route, Routes } from 'react-router';
import { call, operations, signOut } from './api/client.ts';
import { problemText } from './api/problem-error.ts';
import { loadSession } from './api/session.ts';
import { ExceptionsPage } from './pages/exceptions-page.tsx';
import { MatchesPage } from './pages/matches-page.tsx';
import { OverviewPage } from './pages/overview-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { StatementsPage } from './pages/statements-page.tsx';
import { Notice } from './parts/notice.tsx';

export function App() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => (loadSession() ? call(operations.getMe) : null), staleTime: Number.POSITIVE_INFINITY });
  if (me.isPending) return <p className="loading">Loading …</p>;
  if (me.data) return <Workplace me={me.data} />;
  return (
    <>
      <SignInPage />
      {me.isError && <Notice tone="bad">{problemText(me.error)}</Notice>}
    </>
  );
}

function Workplace({ me }: { me: Me }) {
  const queries = useQueryClient();
  const leave = async () => {
    await signOut();
    // Nothing of this tenant stays behind for whoever signs in next.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    queries.setQueryData(['me'], null);
  };
  return (
    <div className="workplace">
      <header>
        <span className="brand">FinTrack</span>
        <nav aria-label="Main">
          <NavLink to="/" end>Overview</NavLink>
          <NavLink to="/matches">Matches</NavLink>
          <NavLink to="/exceptions">Exceptions</NavLink>
          <NavLink to="/statements">Statements</NavLink>
        </nav>
        <span className="who">
          {me.tenant.name} · {me.name}
          <button type="button" className="plain" onClick={() => void leave()}>Sign out</button>
        </span>
      </header>
      <main>
        <Routes>
          <Route path="/" element={<OverviewPage me={me} />} />
          <Route path="/matches" element={<MatchesPage me={me} />} />
          <Route path="/exceptions" element={<ExceptionsPage me={me} />} />
          <Route path="/statements" element={<StatementsPage me={me} />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </main>
    </div>
  );
}

import type { Me, Reconciliation, RuleSummary, SourceSummary, StateCounts } from '@fintrack/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { call, operations } from '../api/client.ts';
import { problemText } from '../api/problem-error.ts';
import { mayAct } from '../api/session.ts';
import { Amount } from '../parts/amount.tsx';
import { Notice } from '../parts/notice.tsx';
import { countText, instantText, word } from '../parts/words.ts';

export function OverviewPage({ me }: { me: Me }) {
  const queries = useQueryClient();
  const report = useQuery({ queryKey: ['summary'], queryFn: () => call(operations.getSummaryReport) });
  const reconciling = useMutation({ mutationFn: () => call(operations.reconcile), onSuccess: () => queries.invalidateQueries() });
  if (report.isError) return <Notice tone="bad">{problemText(report.error)}</Notice>;
  if (report.isPending) return <p className="loading">Loading …</p>;
  const { totals, bySource, byRule, lastReconciliation } = report.data;
  return (
    <>
      <div className="title">
        <h1>Overview</h1>
        {mayAct(me) && (
          <button type="button" disabled={reconciling.isPending} onClick={() => reconciling.mutate()}>
            {reconciling.isPending ? 'Reconciling …' : 'Reconcile now'}
          </button>
        )}
      </div>
      {reconciling.isError && <Notice tone="bad">{problemText(reconciling.error)}</Notice>}
      {totals.transactionCount === 0 ? (
        <p className="empty">No transactions yet. <Link to="/statements">Upload a bank statement and a ledger</Link> to begin.</p>
      ) : (
        <>
          <States totals={totals} />
          <Sources rows={bySource} />
          {lastReconciliation && <Rules rows={byRule} lastReconciliation={lastReconciliation} />}
        </>
      )}
    </>
  );
}

function States({ totals }: { totals: StateCounts }) {
  const share = (count: number) => `${((100 * count) / totals.transactionCount).toFixed(1)} %`;
  const states = [
    { name: 'Matched', count: totals.matchedCount, tone: 'matched', to: '/matches' },
    { name: 'Suggested', count: totals.suggestedCount, tone: 'suggested', to: '/matches?state=suggested' },
    { name: 'Exceptions', count: totals.exceptionCount, tone: 'exception', to: '/exceptions', more: totals.resolvedCount === 0 ? '' : ` · ${countText(totals.resolvedCount)} resolved` },
    { name: 'Not looked at', count: totals.unmatchedCount, tone: 'unmatched', to: '/statements' },
  ];
  return (
    <section aria-label="Transactions by state">
      <div className="bar" aria-hidden="true">
        {states.map(({ name, count, tone }) => <span key={name} className={tone} style={{ flexGrow: count }} />)}
        {totals.resolvedCount > 0 && <span className="resolved" style={{ flexGrow: totals.resolvedCount }} />}
      </div>
      <div className="tiles">
        {states.map(({ name, count, tone, to, more }) => (
          <Link key={name} to={to} className={`tile ${tone}`}>
            <span className="name">{name}</span>
            <strong>{countText(count)}</strong>
            <span className="share">{share(count)}{more}</span>
          </Link>
        ))}
      </div>
    </section>
  );
}

function Sources({ rows }: { rows: readonly SourceSummary[] }) {
  return (
    <section>
      <h2>By source</h2>
      <div className="table">
        <table>
          <thead>
            <tr><th>Source</th><th className="number">Transactions</th><th className="number">Matched</th><th className="number">Suggested</th><th className="number">Exceptions</th><th className="number">Resolved</th><th className="number">Sum</th><th className="number">Sum of exceptions</th></tr>
          </thead>
          <tbody>
            {rows.map(({ sourceKind, counts, sum, exceptionSum }) => (
              <tr key={`${sourceKind} ${sum.currency}`}>
                <td>{word(sourceKind)}</td>
                <td className="number">{countText(counts.transactionCount)}</td>
                <td className="number">{countText(counts.matchedCount)}</td>
                <td className="number">{countText(counts.suggestedCount)}</td>
                <td className="number">{countText(counts.exceptionCount)}</td>
                <td className="number">{countText(counts.resolvedCount)}</td>
                <td className="number"><Amount money={sum} /></td>
                <td className="number"><Amount money={exceptionSum} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What the rules have found in all passes; the last alone may have had little to do. */
function Rules({ rows, lastReconciliation: last }: { rows: readonly RuleSummary[]; lastReconciliation: Reconciliation }) {
  return (
    <section>
      <h2>By rule</h2>
      <p className="lead">Last reconciliation {instantText(last.finishedAt)}, in {countText(last.durationMs)} ms{last.trigger === 'request' ? ', on request' : ', after new transactions came in'}.</p>
      {rows.length > 0 && (
        <div className="table">
          <table>
            <thead><tr><th>Rule</th><th className="number">Confirmed</th><th className="number">Suggested</th></tr></thead>
            <tbody>
              {rows.map(({ ruleName, confirmedCount, suggestedCount }) => (
                <tr key={ruleName}><td>{ruleName}</td><td className="number">{countText(confirmedCount)}</td><td className="number">{countText(suggestedCount)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

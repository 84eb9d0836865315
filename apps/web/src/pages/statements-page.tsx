import type { Me, SourceKind, Statement } from '@fintrack/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { call, operations, uploadStatement } from '../api/client.ts';
import { problemText } from '../api/problem-error.ts';
import { mayAct } from '../api/session.ts';
import { Notice } from '../parts/notice.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { countText, instantText, word } from '../parts/words.ts';

export function StatementsPage({ me }: { me: Me }) {
  return (
    <>
      <div className="title"><h1>Statements</h1></div>
      {mayAct(me) && <Upload />}
      <PagedTable
        queryKey={['statements']}
        load={(cursor) => call(operations.listStatements, { query: cursor ? { cursor } : {} })}
        empty="Nothing uploaded yet."
        reloadWhile={(statement: Statement) => statement.status === 'received'}
        head={<tr><th>File</th><th>Source</th><th>Format</th><th className="number">Transactions</th><th>State</th></tr>}
        row={(statement: Statement) => (
          <tr key={statement.statementId}>
            <td><span className="main-line">{statement.fileName}</span><small>{instantText(statement.receivedAt)}</small></td>
            <td>{word(statement.sourceKind)}</td>
            <td>{statement.format ?? '–'}</td>
            <td className="number">{statement.newCount === null ? '–' : <>{countText(statement.newCount)} new{statement.duplicateCount ? <small>{countText(statement.duplicateCount)} known before</small> : null}</>}</td>
            <td><State statement={statement} /></td>
          </tr>
        )}
      />
    </>
  );
}

function State({ statement: { status, error } }: { statement: Statement }) {
  if (error === null) return <span className={`badge ${status}`}>{word(status)}</span>;
  return <><span className="badge rejected">Rejected</span><small className="bad">{error.message}</small></>;
}

function Upload() {
  const queries = useQueryClient();
  const uploading = useMutation({
    mutationFn: async ({ file, sourceKind, mapping }: { file: File; sourceKind: SourceKind; mapping: File }) =>
      uploadStatement(file, sourceKind, mapping.size > 0 ? await mapping.text() : undefined),
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    uploading.mutate({ file: form.get('file') as File, sourceKind: form.get('sourceKind') as SourceKind, mapping: form.get('mapping') as File });
  };
  return (
    <form className="upload" onSubmit={submit}>
      <label>Source<select name="sourceKind" defaultValue="bank"><option value="bank">Bank</option><option value="processor">Processor</option><option value="ledger">Ledger</option></select></label>
      <label>File<input name="file" type="file" required /></label>
      <label>CSV mapping (optional)<input name="mapping" type="file" accept="application/json,.json" /></label>
      <button type="submit" disabled={uploading.isPending}>{uploading.isPending ? 'Uploading …' : 'Upload'}</button>
      <p className="lead">camt.053, MT940, BAI2, OFX, or CSV: with the headers date, amount, currency, reference, description, account, or with a mapping that says which column is which.</p>
      {uploading.isError && <Notice tone="bad">{problemText(uploading.error)}</Notice>}
      {uploading.isSuccess && <Notice tone="good">{uploading.data.fileName} is being read.</Notice>}
    </form>
  );
}

import type { ExceptionItem, Me } from '@fintrack/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call, downloadCsv, operations } from '../api/client.ts';
import { problemText } from '../api/problem-error.ts';
import { mayAct } from '../api/session.ts';
import { Amount } from '../parts/amount.tsx';
import { Notice } from '../parts/notice.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { instantText, word } from '../parts/words.ts';

export function ExceptionsPage({ me }: { me: Me }) {
  const [resolved, setResolved] = useState(false);
  const downloading = useMutation({ mutationFn: () => downloadCsv(operations.getExceptionsReport), onSuccess: (csv) => save(csv, 'fintrack-exceptions.csv') });
  return (
    <>
      <div className="title">
        <h1>Exceptions</h1>
        <div className="tabs" role="tablist">
          <button type="button" role="tab" aria-selected={!resolved} onClick={() => setResolved(false)}>Open</button>
          <button type="button" role="tab" aria-selected={resolved} onClick={() => setResolved(true)}>Resolved</button>
        </div>
        <button type="button" className="plain" disabled={downloading.isPending} onClick={() => downloading.mutate()}>Download CSV</button>
      </div>
      {downloading.isError && <Notice tone="bad">{problemText(downloading.error)}</Notice>}
      <PagedTable
        queryKey={['exceptions', resolved]}
        load={(cursor) => call(operations.listExceptions, { query: { resolved, ...(cursor ? { cursor } : {}) } })}
        empty={resolved ? 'No exception has been resolved yet.' : 'No open exceptions: everything is matched.'}
        head={<tr><th>Transaction</th><th>Booked</th><th>Source</th><th className="number">Amount</th><th>Reason</th><th>{resolved ? 'Resolution' : ''}</th></tr>}
        row={(item: ExceptionItem) => (
          <tr key={item.transactionId}>
            <td>
              <span className="main-line">{item.counterpartyName ?? (item.description || '–')}</span>
              <small>{item.reference ?? item.accountIdentifier}</small>
            </td>
            <td>{item.bookingDate}</td>
            <td>{word(item.sourceKind)}</td>
            <td className="number"><Amount money={item.amount} /></td>
            <td>{word(item.reason)}</td>
            <td>{item.resolution === null ? mayAct(me) && <Resolve item={item} /> : <>{item.resolution}<small>{item.resolvedAt === null ? '' : instantText(item.resolvedAt)}</small></>}</td>
          </tr>
        )}
      />
    </>
  );
}

function Resolve({ item }: { item: ExceptionItem }) {
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const resolving = useMutation({
    mutationFn: (resolution: string) => call(operations.resolveException, { params: { transactionId: item.transactionId }, body: { resolution } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (!open) return <button type="button" className="plain" onClick={() => setOpen(true)}>Resolve</button>;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    resolving.mutate(String(new FormData(event.currentTarget).get('resolution') ?? '').trim());
  };
  return (
    <form className="inline" onSubmit={submit}>
      <input name="resolution" aria-label="How was it settled?" placeholder="How was it settled?" maxLength={1000} required autoFocus />
      <button type="submit" disabled={resolving.isPending}>Save</button>
      {resolving.isError && <Notice tone="bad">{problemText(resolving.error)}</Notice>}
    </form>
  );
}

function save(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

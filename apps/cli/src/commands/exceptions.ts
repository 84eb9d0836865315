import { type ExceptionItem, operations, type SourceKind } from '@fintrack/contracts';
import { listAll } from '../api/list-all.ts';
import type { Context } from '../context.ts';
import { moneyColumns } from '../output/money-columns.ts';
import type { Column } from '../output/table.ts';
import { codeText } from '../output/words.ts';
import { type LimitOptions, mostOf, moreNote } from './limit.ts';

const columns: readonly Column<ExceptionItem>[] = [
  { heading: 'Booked', value: ({ bookingDate }) => bookingDate },
  { heading: 'Source', value: ({ sourceKind }) => sourceKind },
  { heading: 'Account', value: ({ accountIdentifier }) => accountIdentifier, shrinks: true },
  ...moneyColumns<ExceptionItem>('Amount', ({ amount }) => amount),
  { heading: 'Reason', value: ({ reason }) => codeText(reason) },
  { heading: 'Reference', value: ({ reference }) => reference, shrinks: true },
  { heading: 'Counterparty', value: ({ counterpartyName }) => counterpartyName, shrinks: true },
  { heading: 'Description', value: ({ description }) => description, shrinks: true },
];

const resolvedColumns: readonly Column<ExceptionItem>[] = [...columns, { heading: 'Resolved', value: ({ resolution }) => resolution, shrinks: true }];

export interface ExceptionsOptions extends LimitOptions {
  readonly source?: SourceKind;
  readonly resolved?: boolean;
}

/** Lists transactions without a counterpart, oldest first; those still open unless asked for the resolved ones. */
export async function exceptions({ client, output }: Context, options: ExceptionsOptions): Promise<void> {
  const { source, resolved = false } = options;
  const { items, hasMore } = await listAll<ExceptionItem, typeof operations['reconciliation-service']['listExceptions']>(
    client, operations['reconciliation-service'].listExceptions, { resolved, ...(source === undefined ? {} : { sourceKind: source }) }, mostOf(options),
  );
  const none = resolved ? 'No resolved exceptions.' : 'No open exceptions.';
  output.result({ items, hasMore }, () => (items.length === 0 ? none : output.table(resolved ? resolvedColumns : columns, items)));
  if (hasMore) output.note(moreNote(items.length));
}

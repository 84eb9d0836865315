import type { Statement } from '@fintrack/contracts';
import { instantText } from './words.ts';
import type { Column } from './table.ts';

export const statementColumns: readonly Column<Statement>[] = [
  { heading: 'File', value: ({ fileName }) => fileName, shrinks: true },
  { heading: 'Source', value: ({ sourceKind }) => sourceKind },
  { heading: 'Format', value: ({ format }) => format },
  { heading: 'Status', value: ({ status }) => status },
  { heading: 'Entries', value: ({ entryCount }) => entryCount, align: 'right' },
  { heading: 'New', value: ({ newCount }) => newCount, align: 'right' },
  { heading: 'Known', value: ({ duplicateCount }) => duplicateCount, align: 'right' },
  { heading: 'Received (UTC)', value: ({ receivedAt }) => instantText(receivedAt) },
];

import { type Match, type MatchState, operations } from '@fintrack/contracts';
import { listAll } from '../api/list-all.ts';
import type { Context } from '../context.ts';
import { moneyColumns } from '../output/money-columns.ts';
import type { Column } from '../output/table.ts';
import { type LimitOptions, mostOf, moreNote } from './limit.ts';

const columns: readonly Column<Match>[] = [
  { heading: 'State', value: ({ state }) => state },
  { heading: 'Left', value: ({ left }) => `${left.bookingDate} ${left.sourceKind}` },
  ...moneyColumns<Match>('Amount', ({ left }) => left.amount),
  { heading: 'Right', value: ({ right }) => `${right.bookingDate} ${right.sourceKind}` },
  ...moneyColumns<Match>('Amount', ({ right }) => right.amount),
  ...moneyColumns<Match>('Difference', ({ difference }) => difference),
  { heading: 'Days', value: ({ dayGap }) => dayGap, align: 'right' },
  { heading: 'Rule', value: ({ ruleName }) => ruleName, shrinks: true },
  { heading: 'Reference', value: ({ left, right }) => left.reference ?? right.reference, shrinks: true },
];

export interface MatchesOptions extends LimitOptions {
  readonly state?: MatchState;
}

/** Lists pairs, newest first. */
export async function matches({ client, output }: Context, options: MatchesOptions): Promise<void> {
  const { state } = options;
  const { items, hasMore } = await listAll<Match, typeof operations['reconciliation-service']['listMatches']>(
    client, operations['reconciliation-service'].listMatches, state === undefined ? {} : { state }, mostOf(options),
  );
  output.result({ items, hasMore }, () => (items.length === 0 ? 'No matches.' : output.table(columns, items)));
  if (hasMore) output.note(moreNote(items.length));
}

import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemText } from '../api/problem-error.ts';
import { Notice } from './notice.tsx';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface PagedTableProps<Item> {
  readonly queryKey: readonly unknown[];
  readonly load: (cursor: string | undefined) => Promise<Page<Item>>;
  readonly head: ReactNode;
  readonly row: (item: Item) => ReactNode;
  /** Shown when there is nothing. */
  readonly empty: string;
  /** The list reloads every second while this holds for any item. @default never */
  readonly reloadWhile?: (item: Item) => boolean;
}

const RELOAD_MS = 1000;

/** A list of the API as a table that loads further pages on demand. */
export function PagedTable<Item>({ queryKey, load, head, row, empty, reloadWhile }: PagedTableProps<Item>) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page<Item>) => last.nextCursor ?? undefined,
    refetchInterval: (query) => (reloadWhile && query.state.data?.pages.some((page) => page.items.some(reloadWhile)) ? RELOAD_MS : false),
  });
  if (list.isError) return <Notice tone="bad">{problemText(list.error)}</Notice>;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <p className="empty">{list.isPending ? 'Loading …' : empty}</p>;
  return (
    <>
      <div className="table">
        <table>
          <thead>{head}</thead>
          <tbody>{items.map(row)}</tbody>
        </table>
      </div>
      {list.hasNextPage && (
        <button type="button" className="more" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? 'Loading …' : 'Show more'}
        </button>
      )}
    </>
  );
}

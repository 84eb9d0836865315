import type { Cursor, Operation, QueryOf } from '@fintrack/contracts';
import { PAGE_LIMIT_MAX } from '@fintrack/contracts';
import type { Client } from './client.ts';

export interface Listing<Item> {
  readonly items: readonly Item[];
  /** Whether the list goes on after these. */
  readonly hasMore: boolean;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: Cursor | null;
}

/** The first `most` items of a list, from as many pages as it takes. */
export async function listAll<Item, const Op extends Operation>(client: Client, operation: Op, query: QueryOf<Op>, most: number): Promise<Listing<Item>> {
  const items: Item[] = [];
  let cursor: Cursor | null = null;
  do {
    const limit = Math.min(PAGE_LIMIT_MAX, most - items.length);
    const page = (await client.call(operation, { query: { ...query, limit, ...(cursor === null ? {} : { cursor }) } as QueryOf<Op> })) as Page<Item>;
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < most);
  return { items, hasMore: cursor !== null };
}

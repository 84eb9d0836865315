import { problem, type ProblemReply, reply } from '@fintrack/service-kit';
import type { ListPage, PageRequest } from '../domain/page.ts';
import type { CursorFormat } from './cursor.ts';

/** Answers one page of a list: reads the cursor, asks `list` for the page, writes the next cursor. */
export async function listPage<Item, Position>(
  format: CursorFormat<Position>,
  query: { readonly limit?: number; readonly cursor?: string },
  list: (page: PageRequest<Position>) => Promise<ListPage<Item, Position>>,
): Promise<ProblemReply<'invalid_request'> | ReturnType<typeof reply<200, { items: Item[]; nextCursor: string | null }>>> {
  const after = query.cursor === undefined ? undefined : format.decode(query.cursor);
  if (query.cursor !== undefined && after === undefined) {
    return problem('invalid_request', { detail: 'The cursor is none of this list.', errors: [{ field: '/cursor', expected: 'nextCursor of a page of this list' }] });
  }
  const { items, next } = await list({ limit: query.limit ?? LIMIT_DEFAULT, after });
  return reply(200, { items: [...items], nextCursor: next === undefined ? null : format.encode(next) });
}

const LIMIT_DEFAULT = 100;

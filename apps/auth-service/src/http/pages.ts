import { problem } from '@fintrack/service-kit';
import type { Page, PageRequest } from '../domain/page.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The page that a query asks for; a cursor is the id of the last item before. */
export function pageRequest({ limit = 100, cursor }: { readonly limit?: number; readonly cursor?: string }): PageRequest | ReturnType<typeof invalidCursor> {
  if (cursor === undefined) return { limit };
  return uuid.test(cursor) ? { limit, afterId: cursor } : invalidCursor();
}

export function pageBody<Item, Body>({ items, hasMore }: Page<Item>, bodyOf: (item: Item) => Body, idOf: (item: Item) => string) {
  const last = items.at(-1);
  return { items: items.map(bodyOf), nextCursor: hasMore && last !== undefined ? idOf(last) : null };
}

function invalidCursor() {
  return problem('invalid_request', { detail: 'The query is not as expected.', errors: [{ field: '/cursor', expected: 'the nextCursor of a page of this list' }] });
}

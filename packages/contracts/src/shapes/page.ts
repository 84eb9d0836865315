import { Type, type TSchema } from 'typebox';
import { shape } from '../shape.ts';
import { Cursor, nullable, strict } from './primitives.ts';

export const PAGE_LIMIT_MAX = 500;
export const PAGE_LIMIT_DEFAULT = 100;

/** Query parameters of every list. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_LIMIT_MAX, default: PAGE_LIMIT_DEFAULT })),
  cursor: Type.Optional(Cursor),
};

/** One page of a list; `nextCursor` is null on the last. */
export function page<const Name extends string, Item extends TSchema>(name: Name, item: Item) {
  return shape(name, 'One page of a list; `nextCursor` is null on the last.', strict({
    items: Type.Array(item, { maxItems: PAGE_LIMIT_MAX }),
    nextCursor: nullable(Cursor),
  }));
}


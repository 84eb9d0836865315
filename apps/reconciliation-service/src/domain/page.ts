/** Which part of a list is asked for. */
export interface PageRequest<Position> {
  readonly limit: number;
  /** The last item of the page before. @default from the beginning */
  readonly after?: Position | undefined;
}

export interface ListPage<Item, Position> {
  readonly items: readonly Item[];
  /** Where the next page goes on; undefined on the last. */
  readonly next?: Position | undefined;
}

/** A page of rows of which one more than `limit` was read, to see whether there is another page. */
export function pageOf<Row, Item, Position>(rows: readonly Row[], limit: number, itemOf: (row: Row) => Item, positionOf: (row: Row) => Position): ListPage<Item, Position> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), ...(rows.length > limit && last !== undefined ? { next: positionOf(last) } : {}) };
}

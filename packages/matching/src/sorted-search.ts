/** The distance of an item that isn't there. */
const none = Infinity;

/** First index whose value is at least `target`, in ascending order of `valueOf`. */
function lowerBound<Item>(items: readonly Item[], target: number, valueOf: (item: Item) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueOf(items[middle] as Item) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many items lie within `distance` of `target`, in ascending order of an integer `valueOf`. */
export function countWithin<Item>(items: readonly Item[], target: number, distance: number, valueOf: (item: Item) => number): number {
  return lowerBound(items, target + distance + 1, valueOf) - lowerBound(items, target - distance, valueOf);
}

/**
 * Visits the items nearest to `target` first, at most `limit` of them and none farther than `distance`;
 * at equal distance the item at or above the target goes first.
 * @returns whether the limit left out an item within the distance
 */
export function visitNearest<Item>(
  items: readonly Item[],
  target: number,
  distance: number,
  limit: number,
  valueOf: (item: Item) => number,
  visit: (item: Item) => void,
): boolean {
  let above = lowerBound(items, target, valueOf);
  let below = above - 1;
  for (let visited = 0; ; visited += 1) {
    const up = above < items.length ? valueOf(items[above] as Item) - target : none;
    const down = below >= 0 ? target - valueOf(items[below] as Item) : none;
    const nearest = up <= down ? up : down;
    if (nearest > distance || nearest === none) return false;
    if (visited === limit) return true;
    if (up <= down) {
      visit(items[above] as Item);
      above += 1;
    } else {
      visit(items[below] as Item);
      below -= 1;
    }
  }
}

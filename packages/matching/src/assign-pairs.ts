import { marginPoints } from './evidence.ts';
import type { Pair } from './pair.ts';
import type { TransactionGroup } from './transaction-group.ts';

const scoreMax = 1000;

/**
 * How a pair stands among its group's other candidates: `clear` when none comes near, or when the group
 * has members enough for all that do; `close` when it is the best by less than the margin; else `tied`.
 */
type Standing = 'clear' | 'close' | 'tied';

/**
 * Takes pairs best first, each group exclusively. A tied pair is not taken, and neither of its groups may
 * then settle for less within this rule, since its better counterpart is still there: both stay ambiguous.
 *
 * The result doesn't depend on the order among equal scores except for which equal members pair up;
 * that goes by rank.
 *
 * @param take called with the number of members that pair up, and whether the evidence is clear
 */
export function assignPairs(pairs: readonly Pair[], take: (pair: Pair, count: number, clear: boolean) => void): void {
  const ordered = byDescendingScore(pairs);
  linkPairs(ordered);
  for (const pair of ordered) {
    const { left, right, score } = pair;
    if (left.free === 0 || right.free === 0) continue;
    if (left.heldScore >= 0 || right.heldScore >= 0) {
      if (withinReach(left, score)) hold(right, score, left);
      if (withinReach(right, score)) hold(left, score, right);
      continue;
    }
    const ofLeft = standing(left, pair);
    const ofRight = standing(right, pair);
    if (ofLeft === 'tied' || ofRight === 'tied') {
      hold(left, score, right);
      hold(right, score, left);
      continue;
    }
    take(pair, Math.min(left.free, right.free), pair.trusted && ofLeft === 'clear' && ofRight === 'clear');
  }
}

/** Counting sort, stable: scores are integers from 0 to 1000. */
function byDescendingScore(pairs: readonly Pair[]): Pair[] {
  const byScore: Pair[][] = Array.from({ length: scoreMax + 1 }, () => []);
  for (const pair of pairs) byScore[scoreMax - pair.score]?.push(pair);
  return byScore.flat();
}

/** Gives each group the list of its pairs, best first. */
function linkPairs(ordered: readonly Pair[]): void {
  for (let index = ordered.length - 1; index >= 0; index -= 1) {
    const pair = ordered[index] as Pair;
    pair.nextOfLeft = pair.left.pairs;
    pair.nextOfRight = pair.right.pairs;
    pair.left.pairs = pair;
    pair.right.pairs = pair;
  }
}

/** Whether a held group could still claim a counterpart of this score: one as good as what it is held for. */
function withinReach(group: TransactionGroup, score: number): boolean {
  return group.heldScore >= 0 && score > group.heldScore - marginPoints;
}

function hold(group: TransactionGroup, score: number, counterpart: TransactionGroup): void {
  if (group.heldScore >= 0) return;
  group.heldScore = score;
  group.tiedWith = counterpart;
}

function standing(group: TransactionGroup, pair: Pair): Standing {
  // Clear at this score stays clear: a match takes as much from the rivals as from the group.
  if (group.clearScore === pair.score) return 'clear';
  const isLeft = pair.left === group;
  let rivals = 0;
  let wanted = 0;
  let best = true;
  for (let rival = group.pairs; rival !== undefined && rival.score > pair.score - marginPoints; rival = isLeft ? rival.nextOfLeft : rival.nextOfRight) {
    const other = isLeft ? rival.right : rival.left;
    if (other.free === 0 || (other.heldScore >= 0 && !withinReach(other, rival.score))) continue;
    rivals += 1;
    wanted += other.free;
    if (rival !== pair && rival.score >= pair.score) best = false;
  }
  if (rivals === 1 || wanted <= group.free) {
    group.clearScore = pair.score;
    return 'clear';
  }
  return best ? 'close' : 'tied';
}

import { partiesOf, wordsOf } from './index-keys.ts';
import { type Rule, toleranceOf, windowOf } from './rule.ts';
import { countWithin, visitNearest } from './sorted-search.ts';
import type { SourceIndex } from './source-index.ts';
import { TransactionGroup } from './transaction-group.ts';

/** Candidates that a transaction gets from one list; what bounds a pass to linear time. */
export const candidatesMax = 16;

/** Candidates of `amount_tolerance` per day, and over the whole window. */
const perDayMax = 8;
const perWindowMax = 96;

const dayOf = (group: TransactionGroup): number => group.day;
const amountOf = (group: TransactionGroup): number => Number(group.key);

/** Whether `visit` left out a candidate that the rule would allow. */
type Truncated = boolean;

/**
 * Visits the right groups that a rule may pair with a left one; a group may come twice. Where more are
 * near than the limits admit, those come that share a reference, the counterparty or a rare word; the
 * rest of such a crowd could only be guessed among.
 */
export function visitCandidates(left: TransactionGroup, right: SourceIndex, rule: Rule, pass: number, visit: (group: TransactionGroup) => void): Truncated {
  return rule.kind === 'amount_tolerance' ? visitWithinTolerance(left, right, rule, pass, visit) : visitEqualAmount(left, right, rule, pass, visit);
}

function visitEqualAmount(left: TransactionGroup, right: SourceIndex, rule: Rule, pass: number, visit: (group: TransactionGroup) => void): Truncated {
  const bucket = right.withMoney(left.first.currency, left.key);
  if (bucket === undefined) return false;
  const window = windowOf(rule);
  if (bucket instanceof TransactionGroup) {
    if (bucket.free > 0 && Math.abs(bucket.day - left.day) <= window) visit(bucket);
    return false;
  }
  const groups = bucket.free(pass);
  // Equal transactions count once, but each of them may take a candidate.
  const limit = candidatesMax - 1 + left.free;
  if (countWithin(groups, left.day, window, dayOf) <= limit) return visitNearest(groups, left.day, window, limit, dayOf, visit);
  for (const reference of [left.reference, left.bankReference]) {
    if (reference !== undefined) visitNearest(bucket.withReference(reference), left.day, window, limit, dayOf, visit);
  }
  if (rule.requireReference === true) return false;
  for (const party of partiesOf(left)) visitNearest(bucket.withParty(party), left.day, window, limit, dayOf, visit);
  for (const word of wordsOf(left)) {
    for (const group of bucket.withWord(word)) if (group.free > 0 && Math.abs(group.day - left.day) <= window) visit(group);
  }
  return true;
}

function visitWithinTolerance(left: TransactionGroup, right: SourceIndex, rule: Rule, pass: number, visit: (group: TransactionGroup) => void): Truncated {
  for (const reference of [left.reference, left.bankReference]) {
    if (reference !== undefined) visitNearest(right.withReference(reference, pass), left.day, rule.windowDays, candidatesMax, dayOf, visit);
  }
  if (rule.requireReference) return false;
  const amount = amountOf(left);
  const tolerance = Number(toleranceOf(rule));
  let room = perWindowMax;
  let truncated = false;
  const count = (group: TransactionGroup): void => {
    room -= 1;
    visit(group);
  };
  for (let gap = 0; gap <= rule.windowDays && room > 0; gap += 1) {
    for (const day of gap === 0 ? [left.day] : [left.day + gap, left.day - gap]) {
      const list = right.onDay(left.first.currency, day, pass);
      if (list.length > 0 && visitNearest(list, amount, tolerance, perDayMax, amountOf, count)) truncated = true;
    }
  }
  return truncated || room <= 0;
}

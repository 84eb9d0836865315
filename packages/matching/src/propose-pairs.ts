import { visitCandidates } from './candidates.ts';
import { agreementMin, type Distance, type Relation, relationOf, sameParty, scoreOf, textAgreement } from './evidence.ts';
import type { Pair } from './pair.ts';
import { type Rule, toleranceOf, windowOf } from './rule.ts';
import type { SourceIndex } from './source-index.ts';
import type { TextSignatures } from './text-signatures.ts';
import type { TransactionGroup } from './transaction-group.ts';

/** All pairs that a rule allows among free groups, by rank of the left group; both sides' rule state is reset. */
export function proposePairs(left: SourceIndex, right: SourceIndex, rule: Rule, pass: number, texts: TextSignatures): Pair[] {
  const pairs: Pair[] = [];
  for (const group of right.free(pass)) group.startRule();
  const candidates: TransactionGroup[] = [];
  const collect = (group: TransactionGroup): void => {
    if (!candidates.includes(group)) candidates.push(group);
  };
  for (const group of left.free(pass)) {
    group.startRule();
    candidates.length = 0;
    const truncated = visitCandidates(group, right, rule, pass, collect);
    for (const candidate of candidates) {
      const pair = pairOf(group, candidate, rule, truncated, texts);
      if (pair !== undefined) pairs.push(pair);
    }
  }
  return pairs;
}

function pairOf(left: TransactionGroup, right: TransactionGroup, rule: Rule, truncated: boolean, texts: TextSignatures): Pair | undefined {
  const distance = distanceWithin(rule, left, right);
  if (distance === undefined) return undefined;
  const relation = relationOf(left, right);
  if (rule.requireReference === true && relation !== 'equal') return undefined;
  const agreement = textAgreement(left, right, texts);
  if (!isPlausible(relation, agreement, distance)) return undefined;
  const score = scoreOf(relation, agreement, distance);
  const trusted = isTrusted(left, right, relation, agreement, truncated);
  return { left, right, score, trusted, nextOfLeft: undefined, nextOfRight: undefined };
}

/** How far apart two groups are; undefined when that is more than the rule allows. */
function distanceWithin(rule: Rule, left: TransactionGroup, right: TransactionGroup): Distance | undefined {
  if (left.first.currency !== right.first.currency) return undefined;
  const windowDays = windowOf(rule);
  const dayGap = Math.abs(left.day - right.day);
  if (dayGap > windowDays) return undefined;
  const tolerance = toleranceOf(rule);
  if (left.key === right.key) return { dayGap, windowDays, differenceMinor: 0, toleranceMinor: Number(tolerance) };
  const difference = absolute(left.first.amountMinor - right.first.amountMinor);
  if (difference > tolerance || oppositeSigns(left.first.amountMinor, right.first.amountMinor)) return undefined;
  return { dayGap, windowDays, differenceMinor: Number(difference), toleranceMinor: Number(tolerance) };
}

/**
 * Whether a pair is worth proposing. Another amount, or another day under texts that don't agree, is a
 * coincidence more often than not (measured; see README), unless a reference or the texts speak for it.
 */
function isPlausible(relation: Relation, agreement: number | undefined, { dayGap, differenceMinor }: Distance): boolean {
  if (relation === 'equal' || relation === 'mentioned') return true;
  if (agreement === undefined) return differenceMinor === 0;
  return agreement >= agreementMin || (differenceMinor === 0 && dayGap === 0);
}

/** Whether nothing speaks against the pair, and no unseen rival could. */
function isTrusted(left: TransactionGroup, right: TransactionGroup, relation: Relation, agreement: number | undefined, truncated: boolean): boolean {
  if (relation === 'equal') return true;
  if (relation === 'conflict') return false;
  if (truncated && !sameParty(left, right)) return false;
  return relation === 'mentioned' || agreement === undefined || agreement >= agreementMin;
}

function absolute(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

/** A tolerance must not bridge zero: a small debit is no small credit. */
function oppositeSigns(a: bigint, b: bigint): boolean {
  return (a < 0n && b > 0n) || (a > 0n && b < 0n);
}

import { assignPairs } from './assign-pairs.ts';
import type { SharedBankReference } from './content.ts';
import { ExceptionExplainer } from './explain-exception.ts';
import type { Pair } from './pair.ts';
import { proposePairs } from './propose-pairs.ts';
import type { Match, Reconciliation, ReconciliationException, RuleCount } from './reconciliation.ts';
import { normaliseReference } from './reference.ts';
import { assertRule, type Rule, rulesInOrder } from './rule.ts';
import { sortById } from './sort-by-id.ts';
import { allReferences, SourceIndex } from './source-index.ts';
import { TextSignatures } from './text-signatures.ts';
import type { SourceKind, Transaction } from './transaction.ts';

export interface ReconcileInput {
  /** Those not yet in a match, of any sources and in any order; ascending ids are fastest. */
  readonly transactions: readonly Transaction[];
  readonly rules: readonly Rule[];
}

/** Later rules may take what made an earlier one ambiguous; more rounds than this have no practical use. */
const roundsMax = 4;

/**
 * Pairs transactions of different sources, one to one. Pure; the same set of transactions and rules gives
 * the same result in whatever order they come. Time grows as n log n: candidates per transaction are bounded.
 *
 * Rules take in order of position. When one of them left ambiguity behind and any took a pair, all run once
 * more on what is free, so that reconciling the exceptions again finds nothing new.
 *
 * @throws RangeError for a transaction id that occurs twice, and for an invalid rule
 */
export function reconcile({ transactions, rules }: ReconcileInput): Reconciliation {
  for (const rule of rules) assertRule(rule);
  const ordered = rulesInOrder(rules);
  const sorted = sortById(transactions);
  assertUnique(sorted);
  const indexes = indexBySource(sorted);
  const texts = new TextSignatures(sorted.length);
  const matches: Match[] = [];
  const counts = ordered.map((rule) => ({ ruleId: rule.ruleId, ruleName: rule.name, matched: 0, suggested: 0 }));
  let pass = 0;
  for (let round = 0; round < roundsMax; round += 1) {
    const before = matches.length;
    for (const index of indexes.values()) for (const group of index.free(pass)) group.tiedWith = undefined;
    for (const [position, rule] of ordered.entries()) {
      pass += 1;
      runRule(rule, indexes, pass, texts, matches, counts[position] as Counts);
    }
    pass += 1;
    if (matches.length === before || !someTied(indexes, pass)) break;
  }
  return { matches, exceptions: exceptionsOf(indexes, ordered, pass), byRule: counts };
}

type Counts = { -readonly [Key in keyof RuleCount]: RuleCount[Key] };

function runRule(rule: Rule, indexes: ReadonlyMap<SourceKind, SourceIndex>, pass: number, texts: TextSignatures, matches: Match[], counts: Counts): void {
  const left = indexes.get(rule.leftKind);
  const right = indexes.get(rule.rightKind);
  if (left === undefined || right === undefined) return;
  assignPairs(proposePairs(left, right, rule, pass, texts), (pair, count, clear) => {
    const outcome = clear ? rule.outcome : 'suggested';
    counts[outcome] += count;
    for (let index = 0; index < count; index += 1) matches.push(takeMembers(pair, rule, outcome));
  });
}

function takeMembers({ left, right, score }: Pair, rule: Rule, outcome: Match['outcome']): Match {
  const leftMember = left.member(left.taken);
  const rightMember = right.member(right.taken);
  left.taken += 1;
  right.taken += 1;
  return {
    leftId: leftMember.transactionId,
    rightId: rightMember.transactionId,
    ruleId: rule.ruleId,
    ruleName: rule.name,
    outcome,
    differenceMinor: leftMember.amountMinor - rightMember.amountMinor,
    dayGap: rightMember.bookingDay - leftMember.bookingDay,
    score,
  };
}

function exceptionsOf(indexes: ReadonlyMap<SourceKind, SourceIndex>, rules: readonly Rule[], pass: number): readonly ReconciliationException[] {
  const explainer = new ExceptionExplainer(indexes, rules, pass);
  const exceptions: ReconciliationException[] = [];
  for (const index of indexes.values()) {
    for (const group of index.free(pass)) {
      const reason = explainer.explain(group);
      for (let index = group.taken; index < group.size; index += 1) exceptions.push({ transactionId: group.member(index).transactionId, ...reason });
    }
  }
  return sortById(exceptions);
}

function indexBySource(sorted: readonly Transaction[]): ReadonlyMap<SourceKind, SourceIndex> {
  const bySource = new Map<SourceKind, Transaction[]>();
  for (const transaction of sorted) {
    const own = bySource.get(transaction.sourceKind);
    if (own === undefined) bySource.set(transaction.sourceKind, [transaction]);
    else own.push(transaction);
  }
  const references = new Map<SourceKind, ReadonlySet<string>>();
  const referencesOfKind = (kind: SourceKind): ReadonlySet<string> => {
    const known = references.get(kind) ?? allReferences(bySource.get(kind) ?? []);
    references.set(kind, known);
    return known;
  };
  const shared: SharedBankReference = ({ sourceKind, bankReference }) => {
    const normal = normaliseReference(bankReference);
    if (normal === undefined) return null;
    return [...bySource.keys()].some((kind) => kind !== sourceKind && referencesOfKind(kind).has(normal)) ? normal : null;
  };
  const indexes = new Map<SourceKind, SourceIndex>();
  let rank = 0;
  for (const [kind, own] of bySource) {
    const index = new SourceIndex(own, rank, shared);
    indexes.set(kind, index);
    rank += index.groups.length;
  }
  return indexes;
}

function someTied(indexes: ReadonlyMap<SourceKind, SourceIndex>, pass: number): boolean {
  return [...indexes.values()].some((index) => index.free(pass).some((group) => group.tiedWith !== undefined));
}

function assertUnique(sorted: readonly Transaction[]): void {
  for (let index = 1; index < sorted.length; index += 1) {
    const id = sorted[index]?.transactionId;
    if (id === sorted[index - 1]?.transactionId) throw new RangeError(`transaction id occurs twice: ${id}`);
  }
}

import { candidatesMax } from './candidates.ts';
import { relationOf } from './evidence.ts';
import type { ExceptionReason, ReconciliationException } from './reconciliation.ts';
import { type Rule, windowOf } from './rule.ts';
import { countWithin, visitNearest } from './sorted-search.ts';
import type { SourceIndex } from './source-index.ts';
import type { TransactionGroup } from './transaction-group.ts';
import type { SourceKind } from './transaction.ts';

/** How far apart two equal amounts without a common reference may lie and still be named `date_differs`. */
const nearbyDays = 31;

type Reason = Omit<ReconciliationException, 'transactionId'>;

/** Why free groups stay free. Looks at free groups alone: a counterpart in a match is no counterpart. */
export class ExceptionExplainer {
  readonly #indexes: ReadonlyMap<SourceKind, SourceIndex>;
  readonly #pass: number;
  readonly #windows: ReadonlyMap<SourceKind, ReadonlyMap<SourceKind, Windows>>;

  constructor(indexes: ReadonlyMap<SourceKind, SourceIndex>, rules: readonly Rule[], pass: number) {
    this.#indexes = indexes;
    this.#pass = pass;
    this.#windows = windowsOf(rules);
  }

  explain(group: TransactionGroup): Reason {
    if (group.tiedWith !== undefined && group.tiedWith.free > 0) return because('ambiguous', group.tiedWith);
    const best = new Best();
    for (const [kind, windows] of this.#windows.get(group.first.sourceKind) ?? []) {
      const index = this.#indexes.get(kind);
      if (index === undefined) continue;
      this.#bySharedReference(group, index, best);
      this.#byAmount(group, index, windows, best);
    }
    return best.reason ?? { reason: 'no_counterpart' };
  }

  #bySharedReference(group: TransactionGroup, index: SourceIndex, best: Best): void {
    for (const reference of [group.reference, group.bankReference]) {
      if (reference === undefined) continue;
      visitNearest(index.withReference(reference, this.#pass), group.day, Infinity, candidatesMax, dayOf, (other) => {
        if (other.first.currency !== group.first.currency) best.offer(2, 'currency_differs', other);
        else if (other.key !== group.key) best.offer(1, 'amount_differs', other);
        else best.offer(0, 'date_differs', other);
      });
    }
  }

  #byAmount(group: TransactionGroup, index: SourceIndex, windows: Windows, best: Best): void {
    const near = index.withAmount(group.key, this.#pass);
    const crowded = countWithin(near, group.day, windows.any, dayOf) >= candidatesMax;
    visitNearest(near, group.day, windows.any + nearbyDays, candidatesMax, dayOf, (other) => {
      const within = Math.abs(other.day - group.day) <= windows.any;
      if (crowded && within && other.first.currency === group.first.currency) best.offer(3, 'ambiguous', other);
      if (relationOf(group, other) === 'conflict') return;
      if (other.first.currency !== group.first.currency) {
        if (within) best.offer(5, 'currency_differs', other);
      } else if (!within) best.offer(4, 'date_differs', other);
    });
  }
}

/** The first offer of the lowest order wins: offers come nearest in time first. */
class Best {
  reason: Reason | undefined = undefined;
  #order = Infinity;

  offer(order: number, reason: ExceptionReason, nearest: TransactionGroup): void {
    if (order >= this.#order) return;
    this.#order = order;
    this.reason = because(reason, nearest);
  }
}

/** `any`: the widest window, in days, of the rules that need no reference; 0 when all do. */
interface Windows {
  any: number;
}

/** For each source, the sources that some rule pairs it with. */
function windowsOf(rules: readonly Rule[]): Map<SourceKind, Map<SourceKind, Windows>> {
  const byKind = new Map<SourceKind, Map<SourceKind, Windows>>();
  for (const rule of rules) {
    for (const [from, to] of [[rule.leftKind, rule.rightKind], [rule.rightKind, rule.leftKind]] as const) {
      const targets = byKind.get(from) ?? new Map<SourceKind, Windows>();
      byKind.set(from, targets);
      const windows = targets.get(to) ?? { any: 0 };
      targets.set(to, windows);
      if (rule.requireReference !== true) windows.any = Math.max(windows.any, windowOf(rule));
    }
  }
  return byKind;
}

function because(reason: ExceptionReason, nearest: TransactionGroup): Reason {
  // Any free member will do; the last is free for as long as one is.
  return { reason, nearest: nearest.member(nearest.size - 1).transactionId };
}

function dayOf(group: TransactionGroup): number {
  return group.day;
}

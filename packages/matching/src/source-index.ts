import { sameContent, type SharedBankReference } from './content.ts';
import { indexBy, referencesOf } from './index-keys.ts';
import { MoneyBucket } from './money-bucket.ts';
import { normaliseReference } from './reference.ts';
import { amountKey, type AmountKey, TransactionGroup } from './transaction-group.ts';
import type { Transaction } from './transaction.ts';

type DayLists = ReadonlyMap<string, ReadonlyMap<number, readonly TransactionGroup[]>>;

/** All groups of one source, found by amount, day or reference. Indexes are built when first asked for, once per pass. */
export class SourceIndex {
  readonly groups: readonly TransactionGroup[];
  readonly #money = new Map<string, Map<AmountKey, TransactionGroup | MoneyBucket>>();
  #free: { pass: number; groups: readonly TransactionGroup[] } | undefined = undefined;
  #byDay: { pass: number; lists: DayLists } | undefined = undefined;
  #byReference: { pass: number; lists: ReadonlyMap<string, readonly TransactionGroup[]> } | undefined = undefined;
  #byAmount: { pass: number; lists: ReadonlyMap<AmountKey, readonly TransactionGroup[]> } | undefined = undefined;

  /**
   * @param transactions of one source, by ascending id
   * @param firstRank rank of the first group
   */
  constructor(transactions: readonly Transaction[], firstRank: number, shared: SharedBankReference) {
    const groups: TransactionGroup[] = [];
    for (const transaction of transactions) {
      const byAmount = this.#amountsOf(transaction.currency);
      const key = amountKey(transaction.amountMinor);
      const found = byAmount.get(key);
      const same = found instanceof MoneyBucket ? found.find(transaction, shared)
        : found !== undefined && sameContent(found.first, transaction, shared) ? found : undefined;
      if (same !== undefined) {
        same.add(transaction);
        continue;
      }
      const group = new TransactionGroup(transaction, firstRank + groups.length, key);
      groups.push(group);
      if (found === undefined) byAmount.set(key, group);
      else if (found instanceof MoneyBucket) found.add(group, shared);
      else byAmount.set(key, new MoneyBucket([found, group]));
    }
    this.groups = groups;
  }

  /** The groups of one amount: most amounts have one group, which then stands for itself. */
  withMoney(currency: string, key: AmountKey): TransactionGroup | MoneyBucket | undefined {
    return this.#money.get(currency)?.get(key);
  }

  /** Groups with free members, by rank. */
  free(pass: number): readonly TransactionGroup[] {
    if (this.#free?.pass !== pass) this.#free = { pass, groups: (this.#free?.groups ?? this.groups).filter((group) => group.free > 0) };
    return this.#free.groups;
  }

  /** Free groups of one currency and day, by amount, then rank. */
  onDay(currency: string, day: number, pass: number): readonly TransactionGroup[] {
    if (this.#byDay?.pass !== pass) this.#byDay = { pass, lists: listsByDay(this.free(pass)) };
    return this.#byDay.lists.get(currency)?.get(day) ?? [];
  }

  /** Free groups that carry a reference, by day, then rank. */
  withReference(reference: string, pass: number): readonly TransactionGroup[] {
    if (this.#byReference?.pass !== pass) {
      this.#byReference = { pass, lists: sortedByDay(indexBy(this.free(pass), referencesOf)) };
    }
    return this.#byReference.lists.get(reference) ?? [];
  }

  /** Free groups of one amount in whatever currency, by day, then rank. */
  withAmount(key: AmountKey, pass: number): readonly TransactionGroup[] {
    if (this.#byAmount?.pass !== pass) this.#byAmount = { pass, lists: sortedByDay(indexBy(this.free(pass), (group) => [group.key])) };
    return this.#byAmount.lists.get(key) ?? [];
  }

  #amountsOf(currency: string): Map<AmountKey, TransactionGroup | MoneyBucket> {
    let amounts = this.#money.get(currency);
    if (amounts === undefined) {
      amounts = new Map();
      this.#money.set(currency, amounts);
    }
    return amounts;
  }
}

/** All references of the transactions, normalised. */
export function allReferences(transactions: readonly Transaction[]): ReadonlySet<string> {
  const references = new Set<string>();
  for (const { reference, bankReference } of transactions) {
    for (const text of [reference, bankReference]) {
      const normal = normaliseReference(text);
      if (normal !== undefined) references.add(normal);
    }
  }
  return references;
}

function listsByDay(groups: readonly TransactionGroup[]): DayLists {
  const byCurrency = new Map<string, Map<number, TransactionGroup[]>>();
  for (const [currency, own] of indexBy(groups, (group) => [group.first.currency])) {
    const byDay = indexBy(own, (group) => [group.day]);
    for (const list of byDay.values()) list.sort((a, b) => Number(a.key) - Number(b.key) || a.rank - b.rank);
    byCurrency.set(currency, byDay);
  }
  return byCurrency;
}

function sortedByDay<Key>(lists: Map<Key, TransactionGroup[]>): ReadonlyMap<Key, readonly TransactionGroup[]> {
  for (const list of lists.values()) if (list.length > 1) list.sort((a, b) => a.day - b.day || a.rank - b.rank);
  return lists;
}

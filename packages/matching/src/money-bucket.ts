import { contentKey, sameContent, type SharedBankReference } from './content.ts';
import { indexBy, partiesOf, referencesOf, wordsOf } from './index-keys.ts';
import type { TransactionGroup } from './transaction-group.ts';
import type { Transaction } from './transaction.ts';

/** Buckets up to this size find equal transactions by comparing, larger ones by a Map. */
const scanMax = 8;

/** A word that more groups have doesn't tell them apart. */
const rareMax = 8;

/** The groups of one source that have one amount in one currency. */
export class MoneyBucket {
  #groups: TransactionGroup[];
  #byContent: Map<string, TransactionGroup> | undefined = undefined;
  #pass = -1;
  #byReference: Map<string, TransactionGroup[]> | undefined = undefined;
  #byParty: Map<string, TransactionGroup[]> | undefined = undefined;
  #byWord: Map<string, TransactionGroup[]> | undefined = undefined;

  constructor(groups: readonly TransactionGroup[]) {
    this.#groups = [...groups];
  }

  /** The group of transactions that nothing tells apart from this one. */
  find(transaction: Transaction, shared: SharedBankReference): TransactionGroup | undefined {
    if (this.#groups.length <= scanMax) return this.#groups.find((group) => sameContent(group.first, transaction, shared));
    if (this.#byContent === undefined) {
      this.#byContent = new Map();
      for (const group of this.#groups) this.#byContent.set(contentKey(group.first, shared), group);
    }
    return this.#byContent.get(contentKey(transaction, shared));
  }

  add(group: TransactionGroup, shared: SharedBankReference): void {
    this.#groups.push(group);
    this.#byContent?.set(contentKey(group.first, shared), group);
  }

  /** Groups that still have free members, by day, then rank. One filtering per pass keeps used-up groups out of every search. */
  free(pass: number): readonly TransactionGroup[] {
    if (this.#pass === pass) return this.#groups;
    const groups = this.#groups;
    if (this.#pass === -1 && groups.length > 1) groups.sort((a, b) => a.day - b.day || a.rank - b.rank);
    if (groups.some(isUsedUp)) this.#groups = groups.filter((group) => !isUsedUp(group));
    this.#pass = pass;
    this.#byReference = undefined;
    this.#byParty = undefined;
    return this.#groups;
  }

  /** Free groups that share a reference, by day. Call `free` first. */
  withReference(reference: string): readonly TransactionGroup[] {
    this.#byReference ??= indexBy(this.#groups, referencesOf);
    return this.#byReference.get(reference) ?? [];
  }

  /** Free groups whose counterparty has this account or name, by day. Call `free` first. */
  withParty(party: string): readonly TransactionGroup[] {
    this.#byParty ??= indexBy(this.#groups, partiesOf);
    return this.#byParty.get(party) ?? [];
  }

  /**
   * Groups, used-up ones too, whose text has a word that is rare in this bucket: at most `rareMax` groups,
   * none for a more frequent word. Built once, as rarity is judged over all groups.
   */
  withWord(word: string): readonly TransactionGroup[] {
    this.#byWord ??= indexBy(this.#groups, wordsOf);
    const groups = this.#byWord.get(word) ?? [];
    return groups.length <= rareMax ? groups : [];
  }
}

function isUsedUp(group: TransactionGroup): boolean {
  return group.free === 0;
}

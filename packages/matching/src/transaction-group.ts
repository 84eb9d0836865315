import type { Pair } from './pair.ts';
import { normaliseReference } from './reference.ts';
import type { Described } from './text-signatures.ts';
import type { Transaction } from './transaction.ts';

/** An amount as a Map key: a number where that is exact, since hashing a bigint costs several times more. */
export type AmountKey = number | bigint;

export function amountKey(amountMinor: bigint): AmountKey {
  const approximate = Number(amountMinor);
  return Number.isSafeInteger(approximate) ? approximate : amountMinor;
}

/**
 * Transactions of one source that nothing tells apart: two equal fees on one day are one group with two
 * members. Groups, not transactions, are matched; members pair up in id order.
 */
export class TransactionGroup implements Described {
  readonly first: Transaction;
  /** Position among all groups of a call, within a source by the first member's id: the tie-breaker everywhere. */
  readonly rank: number;
  readonly day: number;
  readonly key: AmountKey;
  readonly reference: string | undefined;
  readonly bankReference: string | undefined;
  /** How many transactions the group has. */
  size = 1;
  /** How many of them are in matches: the first ones in id order. */
  taken = 0;

  /** State of one rule's assignment; `startRule` resets it. */
  pairs: Pair | undefined = undefined;
  heldScore = -1;
  clearScore = -1;
  /** The counterpart this group could not be told to belong to, in the last rule that found one. */
  tiedWith: TransactionGroup | undefined = undefined;

  /** The members after the first; most groups have none, and an array for each would be most of a pass's garbage. */
  #more: Transaction[] | undefined = undefined;
  #upperText: string | undefined = undefined;

  constructor(first: Transaction, rank: number, key: AmountKey) {
    this.first = first;
    this.rank = rank;
    this.day = first.bookingDay;
    this.key = key;
    this.reference = normaliseReference(first.reference);
    this.bankReference = normaliseReference(first.bankReference);
  }

  get free(): number {
    return this.size - this.taken;
  }

  get name(): string {
    return this.first.counterpartyName ?? '';
  }

  get description(): string {
    return this.first.description;
  }

  add(transaction: Transaction): void {
    this.#more ??= [];
    this.#more.push(transaction);
    this.size += 1;
  }

  member(index: number): Transaction {
    const member = index === 0 ? this.first : this.#more?.[index - 1];
    if (member === undefined) throw new RangeError(`group of ${this.size} has no member ${index}`);
    return member;
  }

  /** Name and description in upper case. */
  get upperText(): string {
    this.#upperText ??= `${this.name} ${this.description}`.toUpperCase();
    return this.#upperText;
  }

  startRule(): void {
    this.pairs = undefined;
    this.heldScore = -1;
    this.clearScore = -1;
  }
}

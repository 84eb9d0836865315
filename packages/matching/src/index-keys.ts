import type { TransactionGroup } from './transaction-group.ts';

const wordSeparator = /[^\p{L}\p{N}]+/u;
/** Shorter words are initials, salutations and payment codes. */
const wordLengthMin = 3;

export function referencesOf({ reference, bankReference }: TransactionGroup): readonly string[] {
  return [reference, bankReference].filter((key) => key !== undefined);
}

/** The counterparty's account and name, as far as known. */
export function partiesOf({ first: { counterpartyAccount, counterpartyName } }: TransactionGroup): readonly string[] {
  const account = counterpartyAccount === null || counterpartyAccount === '' ? [] : [`account ${counterpartyAccount}`];
  return counterpartyName === null || counterpartyName === '' ? account : [...account, `name ${counterpartyName.toUpperCase()}`];
}

/** The words of name and description, in upper case. */
export function wordsOf(group: TransactionGroup): readonly string[] {
  return group.upperText.split(wordSeparator).filter((word) => word.length >= wordLengthMin);
}

/** Groups by each of their keys, keeping their order. */
export function indexBy<Key>(groups: readonly TransactionGroup[], keysOf: (group: TransactionGroup) => readonly Key[]): Map<Key, TransactionGroup[]> {
  const index = new Map<Key, TransactionGroup[]>();
  for (const group of groups) {
    for (const key of keysOf(group)) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [group]);
      else if (list.at(-1) !== group) list.push(group);
    }
  }
  return index;
}
